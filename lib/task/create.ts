import { type Transaction, transaction } from '../../db/transaction.ts';
import { type Authorized, type AuthorizedAccount, authorize, authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { invalidInput } from '../errors.ts';
import { createId, parseAddress } from '../ids.ts';
import { getTask } from './get.ts';
import { taskCreation } from './input.ts';
import { inputWriter } from './input-writer.ts';
import { mergeOptions } from './options.ts';
import { insertTask, nameNotUnique } from './queries.ts';
import type { TaskView } from './view.ts';

/**
 * Saves an Actor with an input and options as a task; without a name it gets that of the Actor. It takes the right to run the Actor.
 * Errors: `token-not-provided`, `invalid-input`, `actor-task-name-not-unique`, `record-not-found` for the Actor, `insufficient-permissions`.
 */
export async function createTask(ctx: Ctx, input: unknown): Promise<TaskView> {
  const parsed = taskCreation.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { actId, name, title, description, input: ofRuns, options } = parsed.data;
  const values = {
    title: title ?? null,
    description: description ?? null,
    input: ofRuns ? JSON.stringify(ofRuns) : null,
    options: mergeOptions({}, options),
  };
  const id = await transaction(async (tx) => {
    const creator = await authorizeAccount(ctx, 'create-task', tx);
    const actor = await authorize(ctx, 'run', { kind: 'actor', address: parseAddress(actId) }, tx);
    const inputBy = inputWriter(creator, creator.account.id);
    return insert(tx, creator, actor, name ?? null, { ...values, inputBy });
  });
  return getTask(ctx, { by: 'id', id });
}

/** Errors: `actor-task-name-not-unique`. */
async function insert(
  tx: Transaction,
  creator: AuthorizedAccount<'create-task'>,
  actor: Authorized<'actor', 'run'>,
  name: string | null,
  values: Parameters<typeof insertTask>[4],
): Promise<string> {
  // A name has 63 characters at most, and the second one ends with an id.
  const ofActor = `${(actor.row.name ?? 'my').slice(0, 40)}-task`;
  const names = name === null ? [ofActor, `${ofActor}-${createId().toLowerCase()}`] : [name];
  for (const each of names) {
    const id = await insertTask(tx, creator, actor, each, values);
    if (id !== null) return id;
  }
  throw nameNotUnique();
}
