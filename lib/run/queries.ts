/** Statements on runs. They take a proof and decide nothing. Nothing else inserts a run. */
import { and, eq } from 'drizzle-orm';
import { db, pool } from '../../db/client.ts';
import { datasets } from '../../db/schema/dataset.ts';
import { keyValueStores } from '../../db/schema/key-value-store.ts';
import { requestQueues } from '../../db/schema/request-queue.ts';
import { resources } from '../../db/schema/resource.ts';
import { type RunCause, runs } from '../../db/schema/run.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized, AuthorizedStart } from '../authorization/authorize.ts';

export type { RunCause };
export type RunRow = typeof runs.$inferSelect;
type Reading = Authorized<'run', 'read'>;

/** null if it has been deleted since the proof was given. */
export async function selectRun({ row }: Reading, tx?: Transaction): Promise<RunRow | null> {
  const [run] = await (tx?.db ?? db()).select().from(runs).where(eq(runs.id, row.id));
  return run ?? null;
}

/** The runs above the one that starts another, and itself. */
export async function selectAncestors(tx: Transaction, { principal }: AuthorizedStart): Promise<string[]> {
  if (principal.kind !== 'run') return [];
  const [run] = await tx.db.select({ above: runs.ancestorIds }).from(runs).where(eq(runs.id, principal.runId));
  return [...(run?.above ?? []), principal.runId];
}

/** The id of the run that has been started with a key before; null if none has. */
export async function selectStarted(
  tx: Transaction,
  { account }: AuthorizedStart,
  startKey: string,
): Promise<string | null> {
  const [run] = await tx.db
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.accountId, account.id), eq(runs.startKey, startKey)));
  return run?.id ?? null;
}

/** What a start decides beside what the gate decided. The four ids are new ones. */
export type NewRun = Pick<
  RunRow,
  | 'id'
  | 'buildId'
  | 'buildNumber'
  | 'origin'
  | 'clientIp'
  | 'userAgent'
  | 'timeoutSecs'
  | 'memoryMbytes'
  | 'diskMbytes'
  | 'options'
  | 'ancestorIds'
  | 'inputStorages'
  | 'restartsOnError'
  | 'inputBodyBytes'
  | 'taskId'
  | 'cause'
  | 'startKey'
  | 'scope'
  | 'defaultDatasetId'
  | 'defaultKeyValueStoreId'
  | 'defaultRequestQueueId'
>;

/**
 * Inserts a run that waits for a worker, with its three storages. It belongs to the account that the gate named, at the level it decided.
 * `datasetSchema`: what the build says of the default dataset; checked when that was made.
 */
export async function insertRun(
  tx: Transaction,
  start: AuthorizedStart,
  run: NewRun,
  datasetSchema: Record<string, unknown> | null,
): Promise<void> {
  const { principal, account, actor, level, because } = start;
  const ownerId = account.id;
  const byToken = { createdByTokenId: principal.kind === 'token' ? principal.tokenId : null };
  const byRun = (id: string, actorId: string, createdByLevel: RunRow['level']) => ({
    ...{ createdByRunId: id, createdByActorId: actorId, createdByLevel },
  });
  const ofRun = { ownerId, runId: run.id, ...byToken, ...byRun(run.id, actor.id, level) };
  await tx.db.insert(resources).values([
    {
      ...{ id: run.id, kind: 'run', ownerId, ...byToken },
      ...(principal.kind === 'run' && byRun(principal.runId, principal.actorId, principal.level)),
    },
    { id: run.defaultDatasetId, kind: 'dataset', ...ofRun },
    { id: run.defaultKeyValueStoreId, kind: 'key-value-store', ...ofRun },
    { id: run.defaultRequestQueueId, kind: 'request-queue', ...ofRun },
  ]);
  await tx.db.insert(datasets).values({ id: run.defaultDatasetId, schema: datasetSchema });
  await tx.db.insert(keyValueStores).values({ id: run.defaultKeyValueStoreId });
  await tx.db.insert(requestQueues).values({ id: run.defaultRequestQueueId });
  await tx.db.insert(runs).values({
    ...run,
    ...{ accountId: ownerId, actorId: actor.id, actorName: `${actor.ownerUsername}~${actor.name}` },
    ...{ level, levelBecause: [...because], levelEpoch: actor.levelEpoch },
  });
}

/** Closes the store with the input to all but those who were given it or its run, where it would follow what is open to everyone. */
export async function restrictInput(tx: Transaction, _start: AuthorizedStart, storeId: string): Promise<void> {
  await tx.db
    .update(resources)
    .set({ generalAccess: 'RESTRICTED' })
    .where(and(eq(resources.id, storeId), eq(resources.generalAccess, 'FOLLOW_USER_SETTING')));
}

/** Counts a start for its Actor and its task, and tells workers. The last statement of a start: it holds the counters until the commit. */
export async function announceStart(
  tx: Transaction,
  { actor }: AuthorizedStart,
  runId: string,
  taskId: string | null,
): Promise<void> {
  await tx.client.query(
    `WITH counted AS (UPDATE actors SET total_runs = total_runs + 1, last_run_started_at = now() WHERE id = $1),
       of_task AS (UPDATE tasks SET total_runs = total_runs + 1 WHERE id = $3)
     SELECT pg_notify('gatehouse_run', $2)`,
    [actor.id, runId, taskId],
  );
}

/** Whether it has ended, asked again and again by those who wait for it. */
export async function isFinished({ row }: Reading): Promise<boolean> {
  const { rows } = await pool().query<{ isFinished: boolean }>({
    name: 'is-run-finished',
    text: 'SELECT finished_at IS NOT NULL AS "isFinished" FROM runs WHERE id = $1',
    values: [row.id],
  });
  return rows[0]?.isFinished ?? true;
}

/**
 * Asks for the end of a run. One that waits for a worker ends at once; of one that runs, its worker is told. A second request without grace
 * takes the grace of the first one back. Nothing happens to one that has finished.
 */
export async function requestAbort(
  tx: Transaction,
  { row }: Authorized<'run', 'abort'>,
  gracefully: boolean,
): Promise<void> {
  await tx.client.query(
    `WITH aborted AS (
       UPDATE runs SET modified_at = now(), abort_requested_at = coalesce(abort_requested_at, now()),
         aborts_gracefully = $2 AND (abort_requested_at IS NULL OR aborts_gracefully),
         status = CASE status WHEN 'READY' THEN 'ABORTED' WHEN 'RUNNING' THEN 'ABORTING' ELSE status END,
         finished_at = CASE WHEN status = 'READY' THEN now() END,
         status_message = CASE WHEN status = 'READY' AND NOT is_status_message_terminal THEN 'The run was aborted before it started' ELSE status_message END
       WHERE id = $1 AND finished_at IS NULL RETURNING id
     )
     SELECT pg_notify('gatehouse_run_abort', id), pg_notify('gatehouse_run_state', id) FROM aborted`,
    [row.id, gracefully],
  );
}

export async function setStatusMessage(
  tx: Transaction,
  { row }: Authorized<'run', 'update-status'>,
  { statusMessage, isTerminal }: { statusMessage: string | undefined; isTerminal: boolean | undefined },
): Promise<void> {
  await tx.db
    .update(runs)
    .set({
      modifiedAt: new Date(),
      ...(statusMessage !== undefined && { statusMessage }),
      ...(isTerminal !== undefined && { isStatusMessageTerminal: isTerminal }),
    })
    .where(eq(runs.id, row.id));
}

/**
 * Deletes a run with its log, its grants and those default storages that have no name. Those that have been given one stay, open to whom
 * they were: where they followed the run, they get the run's own setting.
 */
export async function deleteRun(tx: Transaction, { row }: Authorized<'run', 'write'>): Promise<void> {
  await tx.client.query(
    `WITH unnamed AS (
       DELETE FROM resources WHERE run_id = $1 AND name IS NULL AND kind IN ('dataset', 'key-value-store', 'request-queue') RETURNING id, kind
     ), left_over AS (
       INSERT INTO deleted_storages (id, kind) SELECT id, kind FROM unnamed
     ), kept AS (
       UPDATE resources SET run_id = NULL, general_access = CASE general_access WHEN 'FOLLOW_USER_SETTING' THEN $2 ELSE general_access END
       WHERE run_id = $1 AND name IS NOT NULL
     ), webhooks_of_run AS (
       DELETE FROM resources WHERE id IN (SELECT id FROM webhooks WHERE run_id = $1)
     )
     DELETE FROM resources WHERE id = $1`,
    [row.id, row.generalAccess],
  );
}

/** Where the default storages of a run are. Without a proof: ids are no secret, and each storage is asked about by itself. */
export async function selectDefaultStorages(
  runId: string,
): Promise<Pick<RunRow, 'defaultDatasetId' | 'defaultKeyValueStoreId' | 'defaultRequestQueueId'> | null> {
  const { defaultDatasetId, defaultKeyValueStoreId, defaultRequestQueueId } = runs;
  const [run] = await db()
    .select({ defaultDatasetId, defaultKeyValueStoreId, defaultRequestQueueId })
    .from(runs)
    .where(eq(runs.id, runId));
  return run ?? null;
}
