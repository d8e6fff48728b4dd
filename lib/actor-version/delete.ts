import { transaction } from '../../db/transaction.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { recordNotFound } from '../errors.ts';
import type { Address } from '../ids.ts';
import { deleteVersion as deleteRow, selectVersion } from './queries.ts';
import { recordVersion } from './record.ts';

/** Deletes a version; its builds stay. Errors: `record-not-found`, `insufficient-permissions`. */
export async function deleteVersion(ctx: Ctx, address: Address, number: string): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'actor', address }, tx, 'UPDATE');
    const version = await selectVersion(proof, number, tx);
    if (!version) throw recordNotFound('The version');
    await deleteRow(tx, proof, number);
    await recordVersion(ctx, tx, proof, version, null);
  });
}
