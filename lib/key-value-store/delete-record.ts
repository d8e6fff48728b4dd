import { transaction } from '../../db/transaction.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { parseRecordKey } from './input.ts';
import { deleteRecordRow } from './queries.ts';

/** Deletes a record; one that is not there is no error. Errors: `invalid-record-key`, `record-not-found`, `insufficient-permissions`. */
export async function deleteRecord(ctx: Ctx, { address }: Reference<'key-value-store'>, key: string): Promise<void> {
  const recordKey = parseRecordKey(key);
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'key-value-store', address }, tx);
    await deleteRecordRow(tx, proof, recordKey);
  });
}
