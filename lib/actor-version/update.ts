import { transaction } from '../../db/transaction.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError, invalidInput, recordNotFound } from '../errors.ts';
import type { Address } from '../ids.ts';
import { getVersion } from './get.ts';
import { versionChange } from './input.ts';
import { mergeVersion } from './merge.ts';
import { saveVersion, selectVersion } from './queries.ts';
import { recordVersion } from './record.ts';
import type { VersionView } from './view.ts';

/**
 * Changes a version; only fields that were sent change. Its number stays.
 * Errors: `invalid-input`, `record-not-found`, `insufficient-permissions`.
 */
export async function updateVersion(ctx: Ctx, address: Address, number: string, input: unknown): Promise<VersionView> {
  const parsed = versionChange.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  if ((parsed.data.versionNumber ?? number) !== number) {
    throw new ApiError('invalid-input', 'Field "versionNumber": the number of a version stays; create another one');
  }
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'actor', address }, tx, 'UPDATE');
    const before = await selectVersion(proof, number, tx);
    if (!before) throw recordNotFound('The version');
    const after = mergeVersion(proof.row.id, before, number, parsed.data);
    await saveVersion(tx, proof, after);
    await recordVersion(ctx, tx, proof, before, after);
  });
  return getVersion(ctx, address, number);
}
