import { authorize, authorizeListing } from '../authorization/authorize.ts';
import { declaredLevel } from '../authorization/load.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { type KeyPage, keyPage, type PageKey } from '../paging.ts';
import type { JobStatus, PermissionLevel } from '../vocabulary.ts';
import { countTasks, selectTasks, type TaskFilter, type TaskListRow } from './queries.ts';

/** A row of the Console's list. */
export interface TaskRowView {
  id: string;
  name: string;
  title: string | null;
  ownerUsername: string;
  isOwn: boolean;
  createdAt: Date;
  modifiedAt: Date;
  totalRuns: number;
  /** null where it has been deleted, or the viewer may not see it. `name`: `username~name`; `level`: as declared, one that declares none counts as full; `hasCeiling`: the viewer always limits it. */
  actor: {
    id: string;
    name: string;
    title: string | null;
    level: PermissionLevel;
    isLevelDeclared: boolean;
    hasCeiling: boolean;
  } | null;
  /** The last of the viewer's own runs of it. */
  lastRun: { id: string; status: JobStatus; startedAt: Date } | null;
  /** People whom it is shared with; null where the viewer does not own it. */
  grantCount: number | null;
}

export interface TaskRowFilter extends Pick<TaskFilter, 'search' | 'ownership'> {
  /** Only tasks of this Actor. */
  actor?: Address | undefined;
}

/** How many rows the whole list has. */
export async function countTaskRows(ctx: Ctx, { actor, ...filter }: TaskRowFilter): Promise<number> {
  return countTasks(await authorizeListing(ctx, 'task'), { ...filter, actorId: actor && (await idOf(ctx, actor)) });
}

/**
 * A page of the Console's list, newest first.
 * Errors: `token-not-provided`; `record-not-found` for an Actor that may not be seen.
 */
export async function listTaskRows(
  ctx: Ctx,
  { actor, after, limit, ...rest }: TaskRowFilter & { after?: PageKey | undefined; limit: number },
): Promise<KeyPage<TaskRowView> & { total: number }> {
  const listing = await authorizeListing(ctx, 'task');
  const filter: TaskFilter = { ...rest, actorId: actor && (await idOf(ctx, actor)) };
  const [rows, total] = await Promise.all([
    selectTasks(listing, filter, { offset: 0, limit: limit + 1, desc: true, after }),
    countTasks(listing, filter),
  ]);
  const views = rows.map((row) => rowView(row, listing.accountId));
  return { ...keyPage(views, limit), total };
}

const idOf = async (ctx: Ctx, address: Address): Promise<string> =>
  (await authorize(ctx, 'read', { kind: 'actor', address })).row.id;

function rowView(row: TaskListRow, viewerId: string): TaskRowView {
  const { id, name, title, ownerUsername, createdAt, modifiedAt, totalRuns, actorId, actorName } = row;
  const isOwn = row.ownerId === viewerId;
  return {
    ...{ id, name, title, ownerUsername, createdAt, modifiedAt, totalRuns, isOwn },
    actor:
      actorName === null
        ? null
        : {
            ...{ id: actorId, name: `${row.actorUsername}~${actorName}`, title: row.actorTitle },
            level: declaredLevel(row.permissionLevel),
            isLevelDeclared: row.permissionLevel !== null,
            hasCeiling: row.hasCeiling,
          },
    lastRun:
      row.lastRunId === null || row.lastRunStatus === null || row.lastRunStartedAt === null
        ? null
        : { id: row.lastRunId, status: row.lastRunStatus, startedAt: row.lastRunStartedAt },
    grantCount: isOwn ? row.grantCount : null,
  };
}
