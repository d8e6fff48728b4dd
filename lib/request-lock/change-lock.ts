import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { ApiError, recordNotFound } from '../errors.ts';
import { changeQueue } from '../request-queue/change.ts';
import type { LockProlonging, QueueChange } from '../request-queue/input.ts';
import { lockOwnerOf } from './lock-owner.ts';
import { moveLockEnd } from './queries.ts';

/**
 * Lets a lock end `lockSecs` from now. One that has ended is taken up again unless somebody else has taken it. `forefront`: where the
 * request goes when it ends. Gives when that is.
 * Errors: `record-not-found`, `insufficient-permissions`, `request-handled-or-locked` for a lock that is not the client's.
 */
export async function prolongLock(
  ctx: Ctx,
  reference: Reference<'request-queue'>,
  requestId: string,
  { lockSecs, ...change }: LockProlonging,
): Promise<{ lockExpiresAt: Date }> {
  return { lockExpiresAt: await moveEnd(ctx, reference, requestId, lockSecs, change) };
}

/** Ends a lock; the request goes to the front or to the end. Errors: as `prolongLock`. */
export async function deleteLock(
  ctx: Ctx,
  reference: Reference<'request-queue'>,
  requestId: string,
  change: QueueChange,
): Promise<void> {
  await moveEnd(ctx, reference, requestId, 0, change);
}

async function moveEnd(
  ctx: Ctx,
  reference: Reference<'request-queue'>,
  requestId: string,
  lockSecs: number,
  { clientKey, forefront }: QueueChange,
): Promise<Date> {
  return changeQueue(ctx, reference, clientKey, async ({ tx, proof }) => {
    const owner = lockOwnerOf(proof.principal, clientKey);
    const { isPresent, isHandled, expiresAt } = await moveLockEnd(tx, proof, owner, { requestId, lockSecs, forefront });
    if (!isPresent) throw recordNotFound('The request');
    if (isHandled) throw new ApiError('request-handled-or-locked', 'The request is handled, so there is no lock on it');
    if (!expiresAt) {
      throw new ApiError(
        'request-handled-or-locked',
        'Only the client that has locked the request can change its lock',
      );
    }
    return expiresAt;
  });
}
