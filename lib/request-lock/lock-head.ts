import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { changeQueue } from '../request-queue/change.ts';
import type { HeadLocking } from '../request-queue/input.ts';
import { lockOwnerOf } from './lock-owner.ts';
import { type LockedRequest, lockFirst } from './queries.ts';

export interface LockedHead {
  limit: number;
  lockSecs: number;
  clientKey?: string;
  queueModifiedAt: Date;
  /** Whether any request is locked now, by whomever: a queue is done when none could be taken and none is locked. */
  queueHasLockedRequests: boolean;
  hadMultipleClients: boolean;
  items: LockedRequest[];
}

/** Takes the first requests that are free and locks them. Errors: `record-not-found`, `insufficient-permissions`. */
export async function lockHead(
  ctx: Ctx,
  reference: Reference<'request-queue'>,
  { limit, lockSecs, clientKey }: HeadLocking,
): Promise<LockedHead> {
  return changeQueue(ctx, reference, clientKey, async ({ tx, proof, hadMultipleClients }) => {
    const owner = lockOwnerOf(proof.principal, clientKey);
    const { items, hasLocked } = await lockFirst(tx, proof, owner, { limit, lockSecs });
    return {
      ...{ limit, lockSecs, hadMultipleClients, items },
      ...(clientKey !== null && { clientKey }),
      queueModifiedAt: items.length > 0 ? new Date() : proof.row.modifiedAt,
      queueHasLockedRequests: hasLocked,
    };
  });
}
