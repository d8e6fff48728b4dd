/** Statements on tasks. They take a proof and decide nothing. */
import { eq } from 'drizzle-orm';
import { db } from '../../db/client.ts';
import { resources } from '../../db/schema/resource.ts';
import { type TaskOptions, tasks } from '../../db/schema/task.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized, AuthorizedAccount } from '../authorization/authorize.ts';
import { ApiError, recordNotFound } from '../errors.ts';
import { createId } from '../ids.ts';

export type { TaskOptions };
export type TaskDetails = typeof tasks.$inferSelect;
export type TaskValues = Pick<TaskDetails, 'title' | 'description' | 'input' | 'inputBy' | 'options'>;

/** Inserts a task of an Actor that the account may run; null if the account has one of that name already. */
export async function insertTask(
  tx: Transaction,
  { account, principal }: AuthorizedAccount<'create-task'>,
  { row: actor }: Authorized<'actor', 'run'>,
  name: string,
  values: TaskValues,
): Promise<string | null> {
  const id = createId();
  const inserted = await tx.db
    .insert(resources)
    .values({
      ...{ id, kind: 'task', ownerId: account.id, name },
      ...(principal.kind === 'token' && { createdByTokenId: principal.tokenId }),
      ...(principal.kind === 'run' && {
        createdByRunId: principal.runId,
        createdByActorId: principal.actorId,
        createdByLevel: principal.level,
      }),
    })
    .onConflictDoNothing()
    .returning({ id: resources.id });
  if (inserted.length === 0) return null;
  await tx.db.insert(tasks).values({ id, actorId: actor.id, ...values });
  return id;
}

export async function selectTask({ row }: Authorized<'task', 'read'>, tx?: Transaction): Promise<TaskDetails> {
  const [task] = await (tx?.db ?? db()).select().from(tasks).where(eq(tasks.id, row.id));
  if (!task) throw recordNotFound('The task');
  return task;
}

export async function saveTask(
  tx: Transaction,
  { row }: Authorized<'task', 'write'>,
  changes: Partial<TaskValues>,
): Promise<void> {
  await tx.db
    .update(tasks)
    .set({ ...changes, modifiedAt: new Date() })
    .where(eq(tasks.id, row.id));
}

const UNIQUE_VIOLATION = '23505';

/** Errors: `actor-task-name-not-unique`. */
export async function renameTask(tx: Transaction, { row }: Authorized<'task', 'write'>, name: string): Promise<void> {
  await tx.db
    .update(resources)
    .set({ name })
    .where(eq(resources.id, row.id))
    .catch((error: unknown) => {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      if (cause instanceof Error && 'code' in cause && cause.code === UNIQUE_VIOLATION) throw nameNotUnique();
      throw error;
    });
}

export const nameNotUnique = () =>
  new ApiError('actor-task-name-not-unique', 'Another task of this account has this name');

/** Runs of it stay, with their results, in whichever account they are. */
export async function deleteTask(tx: Transaction, { row }: Authorized<'task', 'write'>): Promise<void> {
  await tx.db.delete(resources).where(eq(resources.id, row.id));
}
