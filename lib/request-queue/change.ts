/** What all changes of a queue's requests have in common. */
import { type Transaction, transaction } from '../../db/transaction.ts';
import { type Authorized, authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { noteClient } from './queries.ts';

/** A change under way. `hadMultipleClients`: with the one that makes it. */
export interface Change {
  tx: Transaction;
  proof: Authorized<'request-queue', 'write'>;
  hadMultipleClients: boolean;
}

/**
 * Runs `work` in a transaction that holds the right to write, and counts the client that asks. Only what changes a queue counts: reading
 * changes nothing here, and what a client remembers of a queue can only be made wrong by another that changes it.
 * Errors: `record-not-found`, `insufficient-permissions`.
 */
export async function changeQueue<T>(
  ctx: Ctx,
  reference: Reference<'request-queue'>,
  clientKey: string | null,
  work: (change: Change) => Promise<T>,
): Promise<T> {
  return transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', reference, tx);
    const hadMultipleClients = await noteClient(tx, proof, clientKey);
    return work({ tx, proof, hadMultipleClients });
  });
}

/** Reads what was sent. Who may not write is told so before anything is said of it. Errors: those of `parse`, and as `changeQueue`. */
export async function parseForChange<T>(ctx: Ctx, reference: Reference<'request-queue'>, parse: () => T): Promise<T> {
  try {
    return parse();
  } catch (error) {
    await authorize(ctx, 'write', reference);
    throw error;
  }
}
