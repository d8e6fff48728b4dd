import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { selectTask } from './queries.ts';
import { type TaskView, taskView } from './view.ts';

/** Describes a task. Errors: `record-not-found`. */
export async function getTask(ctx: Ctx, address: Address): Promise<TaskView> {
  const proof = await authorize(ctx, 'read', { kind: 'task', address });
  return taskView(proof, await selectTask(proof));
}

/** The input of a task, a JSON object as it was written; an empty one where it has none. Errors: `record-not-found`. */
export async function getTaskInput(ctx: Ctx, address: Address): Promise<string> {
  const proof = await authorize(ctx, 'read', { kind: 'task', address });
  return (await selectTask(proof)).input ?? '{}';
}
