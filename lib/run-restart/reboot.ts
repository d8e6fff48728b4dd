import { transaction } from '../../db/transaction.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { selectRun } from '../run/queries.ts';
import { type RunView, runView } from '../run/view.ts';
import { assertRunning } from './assert-running.ts';
import { lockRun, rebootRun as rebootRow } from './queries.ts';

/**
 * Ends a run's program and starts it anew, with the same storages and in the time that is left.
 * Errors: `record-not-found`, `insufficient-permissions`, `invalid-request` for one that is not running.
 */
export async function rebootRun(ctx: Ctx, address: Address): Promise<RunView> {
  return transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'run', address }, tx, 'UPDATE');
    const run = assertRunning(await lockRun(tx, proof));
    await rebootRow(tx, proof);
    // Described in the transaction: after it the token of a run that reboots itself is no good any more.
    return runView(proof, (await selectRun(proof, tx)) ?? run);
  });
}
