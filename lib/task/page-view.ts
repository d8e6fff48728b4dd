import { authorize } from '../authorization/authorize.ts';
import { declaredLevel } from '../authorization/load.ts';
import type { RuleId } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import { refusalOf } from '../errors.ts';
import type { Address } from '../ids.ts';
import type { InputProblem } from '../input-schema/compile.ts';
import { inputProblems } from '../run-input/validate.ts';
import type { PermissionLevel } from '../vocabulary.ts';
import { mergeInput } from './merge-input.ts';
import { selectTask } from './queries.ts';
import { type TaskView, taskView } from './view.ts';

/** The Actor of a task, as far as its page shows it. `level`: what a run gets that asks for none. */
export interface TaskActorView {
  id: string;
  /** `username~name`. */
  name: string;
  title: string | null;
  level: PermissionLevel;
  mayRun: boolean;
}

/** What the page of a task shows around its parts. */
export interface TaskPageView {
  task: TaskView;
  /** null where it has been deleted, or the viewer may not see it. */
  actor: TaskActorView | null;
  isOwner: boolean;
  /** `change`: both to write the task and to run its Actor. */
  may: { write: boolean; change: boolean; share: boolean };
  /** The rules by which the viewer may see it. */
  because: readonly RuleId[];
}

/** Errors: `record-not-found`. */
export async function getTaskPage(ctx: Ctx, address: Address): Promise<TaskPageView> {
  const proof = await authorize(ctx, 'read', { kind: 'task', address });
  const { row, account, because, may } = proof;
  const [details, actor] = await Promise.all([selectTask(proof), actorOf(ctx, row.actorId)]);
  return {
    task: taskView(proof, details),
    actor,
    isOwner: account?.id === row.ownerId,
    may: { write: may.write, change: may.write && actor?.mayRun === true, share: may.share },
    because,
  };
}

/** What is wrong with the input that a task keeps: its runs are refused so. Errors: `record-not-found`. */
export async function getTaskInputProblems(ctx: Ctx, address: Address): Promise<InputProblem[]> {
  const { input, options, actorId } = await selectTask(await authorize(ctx, 'read', { kind: 'task', address }));
  return inputProblems(ctx, { by: 'id', id: actorId }, { build: options.build, input: mergeInput(input, undefined) });
}

async function actorOf(ctx: Ctx, id: string): Promise<TaskActorView | null> {
  try {
    const { row, may } = await authorize(ctx, 'read', { kind: 'actor', address: { by: 'id', id } });
    return {
      ...{ id, name: `${row.ownerUsername}~${row.name}`, title: row.title, mayRun: may.run },
      level: row.forcePermissionLevel ?? declaredLevel(row.permissionLevel),
    };
  } catch (error) {
    if (refusalOf(error)) return null;
    throw error;
  }
}
