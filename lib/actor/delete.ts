import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { deleteActor as deleteRows } from './queries.ts';

/**
 * Deletes an Actor with its versions and builds. Runs stay, with their results, in whichever account they are. Those that are still going on
 * do not hold it up: anybody can start runs of a public Actor, and its owner must be able to take it away all the same.
 * Errors: `record-not-found`, `insufficient-permissions`.
 */
export async function deleteActor(ctx: Ctx, address: Address): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'actor', address }, tx, 'UPDATE');
    const buildCount = await deleteRows(tx, proof);
    await recordAudit(tx, ctx, {
      accountId: proof.row.ownerId,
      event: 'actor.deleted',
      principal: auditPrincipal(proof),
      because: proof.because,
      resource: proof.row,
      detail: { name: proof.row.name, buildCount },
    });
  });
}
