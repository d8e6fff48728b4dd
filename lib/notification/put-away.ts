/** What a reader does with notifications. It concerns nobody's rights, so the audit trail says nothing of it. */
import { transaction } from '../../db/transaction.ts';
import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError, recordNotFound } from '../errors.ts';
import { setAllRead, setClosed, setRead } from './queries.ts';

/** Errors: `record-not-found`, `insufficient-permissions` for programs. */
export async function markRead(ctx: Ctx, id: string): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorizeAccount(ctx, 'read-notifications', tx);
    if (!(await setRead(tx, proof, id))) throw recordNotFound('The notification');
  });
}

/**
 * Marks all as read that were there `until` the list was shown: what came after it nobody has seen.
 * Errors: `invalid-input`, `insufficient-permissions` for programs.
 */
export async function markAllRead(ctx: Ctx, until: Date): Promise<void> {
  if (Number.isNaN(until.getTime())) throw new ApiError('invalid-input', 'The time of the list must be a time');
  await transaction(async (tx) => {
    await setAllRead(tx, await authorizeAccount(ctx, 'read-notifications', tx), until);
  });
}

/** Puts one away. When it happens again, there is a new one. Errors: as `markRead`. */
export async function closeNotification(ctx: Ctx, id: string): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorizeAccount(ctx, 'read-notifications', tx);
    if (!(await setClosed(tx, proof, id))) throw recordNotFound('The notification');
  });
}
