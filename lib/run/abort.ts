import { transaction } from '../../db/transaction.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { getRun } from './get.ts';
import { requestAbort } from './queries.ts';
import type { RunView } from './view.ts';

/**
 * Asks for the end of a run; one that has finished stays as it is. `gracefully`: its program is told and given time to end itself.
 * Errors: `record-not-found`, `insufficient-permissions`.
 */
export async function abortRun(
  ctx: Ctx,
  address: Address,
  { gracefully = false }: { gracefully?: boolean } = {},
): Promise<RunView> {
  const id = await transaction(async (tx) => {
    const proof = await authorize(ctx, 'abort', { kind: 'run', address }, tx);
    await requestAbort(tx, proof, gracefully);
    return proof.row.id;
  });
  return getRun(ctx, { by: 'id', id });
}
