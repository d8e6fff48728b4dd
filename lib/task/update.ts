import { type Transaction, transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { type Authorized, authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { invalidInput } from '../errors.ts';
import type { Address } from '../ids.ts';
import { authorizeTaskActor } from './actor.ts';
import { getTask } from './get.ts';
import { taskUpdate } from './input.ts';
import { inputWriter } from './input-writer.ts';
import { mergeOptions } from './options.ts';
import { renameTask, saveTask, selectTask } from './queries.ts';
import type { TaskView } from './view.ts';

/**
 * Changes a task; only fields that were sent change. It takes the right to run its Actor too: what stands in a task is run by others.
 * Errors: `invalid-input`, `record-not-found`, `insufficient-permissions`, `actor-task-name-not-unique`.
 */
export async function updateTask(ctx: Ctx, address: Address, input: unknown): Promise<TaskView> {
  const parsed = taskUpdate.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { name, options, input: ofRuns, ...texts } = parsed.data;
  const id = await changing(ctx, address, async (tx, proof) => {
    const before = await selectTask(proof, tx);
    await saveTask(tx, proof, {
      ...(texts.title !== undefined && { title: texts.title }),
      ...(texts.description !== undefined && { description: texts.description }),
      ...(ofRuns !== undefined && { input: ofRuns && JSON.stringify(ofRuns), inputBy: writerOf(proof) }),
      ...(options !== undefined && { options: mergeOptions(before.options, options) }),
    });
    if (name === undefined || name === proof.row.name) return;
    await renameTask(tx, proof, name);
    await recordAudit(tx, ctx, {
      accountId: proof.row.ownerId,
      event: 'task.renamed',
      principal: auditPrincipal(proof),
      because: proof.because,
      resource: proof.row,
      detail: { from: proof.row.name, to: name },
    });
  });
  return getTask(ctx, { by: 'id', id });
}

/**
 * Replaces the input of a task. `text`: a JSON object, kept as it is written: numbers that JavaScript cannot hold stay what they are.
 * Errors: as `updateTask`.
 */
export async function replaceTaskInput(ctx: Ctx, address: Address, text: string): Promise<void> {
  await changing(ctx, address, (tx, proof) => saveTask(tx, proof, { input: text, inputBy: writerOf(proof) }));
}

const writerOf = (proof: Authorized<'task', 'write'>) => inputWriter(proof, proof.row.ownerId);

async function changing(
  ctx: Ctx,
  address: Address,
  change: (tx: Transaction, proof: Authorized<'task', 'write'>) => Promise<void>,
): Promise<string> {
  return transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'task', address }, tx, 'UPDATE');
    await authorizeTaskActor(ctx, proof.row.actorId, tx);
    await change(tx, proof);
    return proof.row.id;
  });
}
