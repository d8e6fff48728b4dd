import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { deleteDataset as deleteRow } from './queries.ts';

/** Deletes a dataset with its items, grants and links. Errors: `record-not-found`, `insufficient-permissions`. */
export async function deleteDataset(ctx: Ctx, address: Address): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'dataset', address }, tx, 'UPDATE');
    await deleteRow(tx, proof);
    await recordAudit(tx, ctx, {
      accountId: proof.row.ownerId,
      event: 'dataset.deleted',
      principal: auditPrincipal(proof),
      because: proof.because,
      resource: proof.row,
      detail: { name: proof.row.name, itemCount: proof.row.itemCount },
    });
  });
}
