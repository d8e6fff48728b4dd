import type { Transaction } from '../../db/transaction.ts';
import { type AuthorizedAccount, authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { refusalOf } from '../errors.ts';
import type { Address } from '../ids.ts';
import { type DecidedActor, lockKnownActor } from './queries.ts';

/**
 * The Actor that somebody takes their word back about: one that they can see, or one that their account has decided about or run before.
 * Its maker may have hidden it since; that must not keep what it was given.
 * Errors: `record-not-found`.
 */
export async function findDecidedActor(
  ctx: Ctx,
  tx: Transaction,
  account: AuthorizedAccount<'approve'>,
  address: Address,
): Promise<DecidedActor> {
  try {
    return (await authorize(ctx, 'read', { kind: 'actor', address }, tx)).row;
  } catch (error) {
    if (address.by !== 'id' || refusalOf(error)?.type !== 'record-not-found') throw error;
    const known = await lockKnownActor(tx, account, address.id);
    if (!known) throw error;
    return known;
  }
}
