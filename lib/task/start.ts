import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { parseStartOptions, type RunStart, startRun } from '../run/start.ts';
import type { RunView } from '../run/view.ts';
import { authorizeTaskActor } from './actor.ts';
import { limitOf, narrower } from './input-writer.ts';
import { mergeInput } from './merge-input.ts';
import { selectTask } from './queries.ts';

export interface TaskStart extends Omit<RunStart, 'actor' | 'taskId' | 'narrow'> {
  task: Address;
}

/**
 * Runs a task in the account of the one who asks: its Actor, with its input and its options where the start says nothing else. An `input`
 * that is a JSON object replaces those fields that it has, any other one the whole. It takes reading the task and running the Actor.
 * Errors: as `startRun`; `record-not-found` for the task, or for an Actor that is not there any more.
 */
export async function startTask(ctx: Ctx, { task, input, options, ...start }: TaskStart): Promise<RunView> {
  const asked = parseStartOptions(options);
  const proof = await authorize(ctx, 'read', { kind: 'task', address: task });
  const saved = await selectTask(proof);
  await authorizeTaskActor(ctx, saved.actorId);
  return startRun(ctx, {
    ...start,
    actor: { by: 'id', id: saved.actorId },
    taskId: proof.row.id,
    narrow: async (scope, tx) =>
      narrower(tx, scope, limitOf(await selectTask(proof, tx), proof.row.ownerId, proof.account?.id)),
    input: mergeInput(saved.input, input),
    options: { ...saved.options, ...asked },
  });
}
