import { transaction } from '../../db/transaction.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { Address } from '../ids.ts';
import { insertFiring, isFiring, selectSchedule } from './queries.ts';
import { checkActions } from './targets.ts';

/**
 * Fires a schedule now, beside its times; a worker starts what it starts. One that is off starts nothing, whoever asks.
 * Errors: `record-not-found`, `insufficient-permissions`, `invalid-request` where it is off, or where what it
 * fired before has not come to its end.
 */
export async function fireScheduleNow(ctx: Ctx, address: Address): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'schedule', address }, tx, 'UPDATE');
    if (!proof.row.isEnabled) throw new ApiError('invalid-request', 'The schedule is off: switch it on first');
    // The row is held: of two who press at once, one is told so.
    if (await isFiring(proof, tx)) {
      throw new ApiError('invalid-request', 'The schedule is firing already: wait until that is done');
    }
    const { actions } = await selectSchedule(proof, tx);
    // Whoever it was only shared with starts nothing that they could not have written into it.
    if (proof.account?.id !== proof.row.ownerId) await checkActions(ctx, tx, actions, actions);
    await insertFiring(tx, proof);
  });
}
