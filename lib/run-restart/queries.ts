/**
 * Statements that start a run's program anew. They take a proof and decide nothing.
 *
 * Each ends the token of the program that runs. The gate has given it the run's turn alone, and the row is locked FOR UPDATE: a write that the
 * token permitted shares both until its commit, so none of them comes to be afterwards. The number of the attempt grows, so that what its
 * worker still reports is nothing to the run; the worker finds out by the notice, or by its heartbeat, and ends the program.
 */
import { eq } from 'drizzle-orm';
import { runs } from '../../db/schema/run.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized, AuthorizedStart } from '../authorization/authorize.ts';
import type { Scope } from '../authorization/types.ts';
import type { AgainBecause } from '../lease/queries.ts';
import type { RunRow } from '../run/queries.ts';

type Changing = Authorized<'run', 'write'> | Authorized<'run', 'metamorph'>;

/** The run as it stands, held until the transaction ends; null if it has been deleted. */
export async function lockRun(tx: Transaction, { row }: Changing): Promise<RunRow | null> {
  const [run] = await tx.db.select().from(runs).where(eq(runs.id, row.id)).for('update');
  return run ?? null;
}

/** What becomes of a run that is to be started anew. `because`: what its log will say of it. */
const anew = (
  because: AgainBecause,
) => `status = 'READY', attempt = attempt + 1, token_digest = NULL, worker_id = NULL, lease_until = NULL,
  engine_handle = jsonb_build_object('because', '${because}'),
  attempt_started_at = NULL, modified_at = now(), earlier_run_time_millis = earlier_run_time_millis
    + coalesce(greatest(0, extract(epoch FROM clock_timestamp() - attempt_started_at) * 1000)::bigint, 0)`;

const kept = (scope: Scope | null) => (scope === null ? null : JSON.stringify(scope));

const TOLD = `RETURNING pg_notify('gatehouse_run', id), pg_notify('gatehouse_run_abort', id), pg_notify('gatehouse_run_state', id)`;

export async function rebootRun(tx: Transaction, { row }: Authorized<'run', 'write'>): Promise<void> {
  await tx.client.query(`UPDATE runs SET ${anew('REBOOTED')}, reboot_count = reboot_count + 1 WHERE id = $1 ${TOLD}`, [
    row.id,
  ]);
}

/** What a run becomes. */
export interface Metamorph {
  buildId: string;
  buildNumber: string;
  askedBuild: string;
  inputKey: string;
  inputStorages: RunRow['inputStorages'];
  inputBodyBytes: number;
  /** What both the run and whoever makes another Actor of it may. */
  scope: Scope | null;
}

/**
 * Makes another Actor of a run: it keeps its storages and its time, and has the level that the gate decided for the new one. What comes into
 * its storages with full permissions is nothing that later limited runs of the first Actor may find.
 */
export async function metamorphRun(
  tx: Transaction,
  { row }: Authorized<'run', 'metamorph'>,
  start: AuthorizedStart,
  { buildId, buildNumber, askedBuild, inputKey, inputStorages, inputBodyBytes, scope }: Metamorph,
): Promise<void> {
  const { actor, level, because } = start;
  await tx.client.query(
    `WITH lifted AS (
       UPDATE resources SET created_by_level = 'FULL_PERMISSIONS' WHERE created_by_run_id = $1 AND $9 = 'FULL_PERMISSIONS'
     )
     UPDATE runs SET ${anew('METAMORPHED')}, metamorph_count = metamorph_count + 1, actor_id = $2, build_id = $3, build_number = $4,
       options = options || jsonb_build_object('build', $5::text), input_key = $6, input_storages = $7, input_body_bytes = $8,
       level = $9, level_because = $10, level_epoch = $11, scope = $12, actor_name = $13,
       metamorphs = metamorphs || jsonb_build_array(jsonb_build_object('createdAt', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
         'actorId', $2::text, 'buildId', $3::text, 'inputKey', $6::text))
     WHERE id = $1 ${TOLD}`,
    [
      ...[row.id, actor.id, buildId, buildNumber, askedBuild, inputKey, JSON.stringify(inputStorages), inputBodyBytes],
      ...[level, because, actor.levelEpoch, kept(scope), `${actor.ownerUsername}~${actor.name}`],
    ],
  );
}

/** What a run that has finished is started again with. */
export type Resurrection = Pick<
  RunRow,
  'scope' | 'buildId' | 'buildNumber' | 'timeoutSecs' | 'memoryMbytes' | 'diskMbytes' | 'restartsOnError' | 'options'
>;

/** Starts a run that has finished again. The epoch of its level stays that of its first start, which is what may count as consent. */
export async function resurrectRun(
  tx: Transaction,
  { row }: Authorized<'run', 'write'>,
  start: AuthorizedStart,
  { buildId, buildNumber, timeoutSecs, memoryMbytes, diskMbytes, restartsOnError, options, scope }: Resurrection,
): Promise<void> {
  await tx.client.query(
    `UPDATE runs SET ${anew('RESURRECTED')}, resurrect_count = resurrect_count + 1, finished_at = NULL, exit_code = NULL, status_message = NULL,
       is_status_message_terminal = false, abort_requested_at = NULL, aborts_gracefully = false, timeout_at = NULL,
       build_id = $2, build_number = $3, timeout_secs = $4, memory_mbytes = $5, disk_mbytes = $6, restarts_on_error = $7, options = $8,
       level = $9, level_because = $10, scope = $11
     WHERE id = $1 ${TOLD}`,
    [
      ...[
        row.id,
        buildId,
        buildNumber,
        timeoutSecs,
        memoryMbytes,
        diskMbytes,
        restartsOnError,
        JSON.stringify(options),
      ],
      ...[start.level, start.because, kept(scope)],
    ],
  );
}
