import { transaction } from '../../db/transaction.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { recordNotFound } from '../errors.ts';
import type { Address } from '../ids.ts';
import { deleteVersion as deleteRow } from './queries.ts';

/** Deletes a version; its builds stay. Errors: `record-not-found`, `insufficient-permissions`. */
export async function deleteVersion(ctx: Ctx, address: Address, number: string): Promise<void> {
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'actor', address }, tx, 'UPDATE');
    if (!(await deleteRow(tx, proof, number))) throw recordNotFound('The version');
  });
}
