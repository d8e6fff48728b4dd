import { authorizeListing } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { ListPage } from '../paging.ts';
import type { TaskList } from '../task/input.ts';
import type { TaskView } from '../task/view.ts';
import { countTasks, selectTasks, type TaskListRow } from './queries.ts';

/** Source: the official description, `TaskShort`. */
export interface TaskListItem
  extends Pick<
    TaskView,
    'id' | 'userId' | 'username' | 'actId' | 'name' | 'title' | 'createdAt' | 'modifiedAt' | 'stats'
  > {
  actName: string | null;
  actUsername: string | null;
}

/** Lists tasks of the account and those shared with it, by creation. Errors: `token-not-provided`, `insufficient-permissions`. */
export async function listTasks(ctx: Ctx, input: TaskList): Promise<ListPage<TaskListItem>> {
  const listing = await authorizeListing(ctx, 'task');
  const { offset, limit, desc, ...filter } = input;
  const [rows, total] = await Promise.all([
    selectTasks(listing, filter, { offset, limit, desc }),
    countTasks(listing, filter),
  ]);
  return { total, offset, limit, count: rows.length, desc, items: rows.map(listItem) };
}

const listItem = (row: TaskListRow): TaskListItem => ({
  id: row.id,
  userId: row.ownerId,
  username: row.ownerUsername,
  actId: row.actorId,
  actName: row.actorName,
  actUsername: row.actorUsername,
  name: row.name,
  title: row.title,
  createdAt: row.createdAt,
  modifiedAt: row.modifiedAt,
  stats: { totalRuns: row.totalRuns },
});
