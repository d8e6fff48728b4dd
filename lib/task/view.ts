/** Tasks as the API and the Console show them. Source: the official description, `Task`. */
import type { Authorized } from '../authorization/authorize.ts';
import type { TaskDetails, TaskOptions } from './queries.ts';

export interface TaskView {
  id: string;
  userId: string;
  username: string;
  actId: string;
  name: string;
  title: string | null;
  /** An extension of ours. */
  description: string | null;
  createdAt: Date;
  modifiedAt: Date;
  stats: { totalRuns: number };
  options: TaskOptions;
  input: Record<string, unknown> | null;
}

export const taskView = ({ row }: Authorized<'task', 'read'>, task: TaskDetails): TaskView => ({
  id: row.id,
  userId: row.ownerId,
  username: row.ownerUsername,
  actId: task.actorId,
  name: row.name ?? '',
  title: task.title,
  description: task.description,
  createdAt: row.createdAt,
  modifiedAt: task.modifiedAt,
  stats: { totalRuns: task.totalRuns },
  options: task.options,
  input: task.input === null ? null : JSON.parse(task.input),
});
