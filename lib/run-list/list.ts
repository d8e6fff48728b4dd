import { authorize, authorizeListing } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { recordNotFound } from '../errors.ts';
import type { Address } from '../ids.ts';
import type { ListPage } from '../paging.ts';
import type { RunShortView } from '../run/view.ts';
import type { LastRun, RunList } from './input.ts';
import { countRuns, type RunFilter, type RunListRow, selectRuns } from './queries.ts';

/**
 * Lists runs by their start: the account's own and those shared with it; of one Actor or task also its owner's, for whoever may see those.
 * Errors: `token-not-provided`, `insufficient-permissions`; `record-not-found` for an Actor or a task that may not be seen.
 */
export async function listRuns(ctx: Ctx, input: RunList, of?: RunsOf): Promise<ListPage<RunShortView>> {
  const { offset, limit, desc, status: statuses, startedAfter, startedBefore } = input;
  const listing = await authorizeListing(ctx, 'run');
  const runsOf = of && (await whoseRuns(ctx, of));
  const filter: RunFilter = { runsOf, statuses, startedAfter, startedBefore };
  const [rows, total] = await Promise.all([
    selectRuns(listing, filter, { offset, limit, desc }),
    countRuns(listing, filter),
  ]);
  return { total, offset, limit, count: rows.length, desc, items: rows.map(shortView) };
}

/** An Actor or a task. */
export interface RunsOf {
  kind: 'actor' | 'task';
  address: Address;
}

/** Whose runs of an Actor or a task are listed beside one's own: its owner's, for collaborators who may view them. */
export async function whoseRuns(ctx: Ctx, { kind, address }: RunsOf): Promise<NonNullable<RunFilter['runsOf']>> {
  const { row, may, account } = await authorize(ctx, 'read', { kind, address });
  const isOthers = row.ownerId !== account?.id;
  return { kind, id: row.id, ownerId: isOthers && may['view-owner-runs'] ? row.ownerId : null };
}

/**
 * The id of the run of an Actor or a task that was started last, among those of a status and an origin where that is asked for.
 * Errors: as `listRuns`; `record-not-found` where there is none.
 */
export async function findLastRun(ctx: Ctx, of: RunsOf, { status: statuses, origin }: LastRun): Promise<string> {
  const listing = await authorizeListing(ctx, 'run');
  const filter: RunFilter = { runsOf: await whoseRuns(ctx, of), statuses, origin };
  const [last] = await selectRuns(listing, filter, { offset: 0, limit: 1, desc: true });
  if (!last) throw recordNotFound('The run');
  return last.id;
}

const shortView = (row: RunListRow): RunShortView => ({
  id: row.id,
  actId: row.actorId,
  userId: row.ownerId,
  actorTaskId: row.taskId,
  status: row.status,
  startedAt: row.startedAt,
  finishedAt: row.finishedAt,
  buildId: row.buildId,
  buildNumber: row.buildNumber,
  meta: { origin: row.origin },
  usageTotalUsd: 0,
  defaultKeyValueStoreId: row.defaultKeyValueStoreId,
  defaultDatasetId: row.defaultDatasetId,
  defaultRequestQueueId: row.defaultRequestQueueId,
  generalAccess: row.generalAccess,
  actorPermissionLevel: row.level,
});
