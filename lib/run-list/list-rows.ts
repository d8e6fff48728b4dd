import { authorizeListing } from '../authorization/authorize.ts';
import { effectiveGeneralAccess } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { type KeyPage, keyPage, type PageKey } from '../paging.ts';
import { runTimeMillis } from '../run/view.ts';
import type { EffectiveGeneralAccess, GeneralAccess, JobOrigin, JobStatus, PermissionLevel } from '../vocabulary.ts';
import { whoseRuns } from './list.ts';
import { countRuns, type RunFilter, type RunListRow, selectRuns } from './queries.ts';

/** A row of the Console's list. */
export interface RunRowView {
  id: string;
  actor: { id: string; name: string | null; title: string | null };
  /** Its name is null where it has been deleted. */
  task: { id: string; name: string | null } | null;
  ownerUsername: string;
  isOwn: boolean;
  status: JobStatus;
  statusMessage: string | null;
  /** Equal to `startedAt`: what pages go on from. */
  createdAt: Date;
  startedAt: Date;
  finishedAt: Date | null;
  /** Time in which its program ran, as of now. */
  runTimeMillis: number;
  buildNumber: string;
  origin: JobOrigin;
  level: PermissionLevel;
  memoryMbytes: number;
  defaultDatasetId: string;
  /** Items in the default dataset; null where it has been deleted. */
  itemCount: number | null;
  generalAccess: GeneralAccess;
  effectiveAccess: EffectiveGeneralAccess;
}

export interface RunRowFilter {
  /** Only runs of this Actor: then also its owner's, for whoever may view those. */
  actor?: Address | undefined;
  /** Only runs of this task, in the same way. */
  task?: Address | undefined;
  statuses?: readonly JobStatus[] | undefined;
  origin?: JobOrigin | undefined;
  level?: PermissionLevel | undefined;
}

/**
 * A page of the Console's list of runs, newest first.
 * Errors: `token-not-provided`; `record-not-found` for an Actor or a task that may not be seen.
 */
export async function listRunRows(
  ctx: Ctx,
  { actor, task, after, limit, ...rest }: RunRowFilter & { after?: PageKey | undefined; limit: number },
): Promise<KeyPage<RunRowView> & { total: number }> {
  const listing = await authorizeListing(ctx, 'run');
  const [ofActor, ofTask] = await Promise.all([
    actor && whoseRuns(ctx, { kind: 'actor', address: actor }),
    task && whoseRuns(ctx, { kind: 'task', address: task }),
  ]);
  const filter: RunFilter = { ...rest, runsOf: ofTask ?? ofActor, actorId: ofTask && ofActor?.id };
  const [rows, total] = await Promise.all([
    selectRuns(listing, filter, { offset: 0, limit: limit + 1, desc: true, after }),
    countRuns(listing, filter),
  ]);
  const nowMillis = Date.now();
  return {
    ...keyPage(
      rows.map((row) => rowView(row, listing.accountId, nowMillis)),
      limit,
    ),
    total,
  };
}

function rowView(row: RunListRow, viewerId: string, nowMillis: number): RunRowView {
  const { id, ownerUsername, status, statusMessage, createdAt, startedAt, finishedAt, buildNumber, origin, level } =
    row;
  const { memoryMbytes, defaultDatasetId, itemCount, generalAccess } = row;
  return {
    ...{ id, ownerUsername, status, statusMessage, createdAt, startedAt, finishedAt, buildNumber, origin, level },
    ...{ memoryMbytes, defaultDatasetId, itemCount, generalAccess },
    actor: { id: row.actorId, name: row.actorName, title: row.actorTitle },
    task: row.taskId === null ? null : { id: row.taskId, name: row.taskName },
    isOwn: row.ownerId === viewerId,
    runTimeMillis: runTimeMillis(row, nowMillis),
    effectiveAccess: effectiveGeneralAccess({ resource: row, run: null }),
  };
}
