import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { changeQueue } from '../request-queue/change.ts';
import type { QueueClient } from '../request-queue/input.ts';
import { lockOwnerOf } from './lock-owner.ts';
import { endLocks } from './queries.ts';

/** Ends all locks of the client on a queue. Errors: `record-not-found`, `insufficient-permissions`. */
export async function unlockRequests(
  ctx: Ctx,
  reference: Reference<'request-queue'>,
  { clientKey }: QueueClient,
): Promise<{ unlockedCount: number }> {
  return changeQueue(ctx, reference, clientKey, async ({ tx, proof }) => ({
    unlockedCount: await endLocks(tx, proof, lockOwnerOf(proof.principal, clientKey)),
  }));
}
