import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import type { StorageKind } from '../vocabulary.ts';
import { deleteStorage as deleteRow } from './queries.ts';

/** Deletes a storage with its content, grants and links. Errors: `record-not-found`, `insufficient-permissions`. */
export async function deleteStorage(ctx: Ctx, kind: StorageKind, address: Address): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind, address }, tx, 'UPDATE');
    await deleteRow(tx, proof);
    await recordAudit(tx, ctx, {
      accountId: proof.row.ownerId,
      event: `${kind}.deleted`,
      principal: auditPrincipal(proof),
      because: proof.because,
      resource: proof.row,
      detail: { name: proof.row.name, byteCount: proof.row.byteCount },
    });
  });
}
