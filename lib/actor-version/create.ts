import { transaction } from '../../db/transaction.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError, invalidInput } from '../errors.ts';
import type { Address } from '../ids.ts';
import { getVersion } from './get.ts';
import { versionCreation } from './input.ts';
import { mergeVersion } from './merge.ts';
import { MAX_VERSIONS, saveVersion, selectVersions } from './queries.ts';
import { recordVersion } from './record.ts';
import type { VersionView } from './view.ts';

/** Adds a version to an Actor. Errors: `invalid-input` (also where it has that number already), `record-not-found`, `insufficient-permissions`. */
export async function createVersion(ctx: Ctx, address: Address, input: unknown): Promise<VersionView> {
  const parsed = versionCreation.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { versionNumber } = parsed.data;
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'actor', address }, tx, 'UPDATE');
    const versions = await selectVersions(proof, { withSource: false }, tx);
    if (versions.some((version) => version.versionNumber === versionNumber)) {
      throw new ApiError('invalid-input', `The Actor has a version ${versionNumber} already`);
    }
    if (versions.length >= MAX_VERSIONS) {
      throw new ApiError('invalid-input', `An Actor can have ${MAX_VERSIONS} versions; delete one first`);
    }
    const version = mergeVersion(proof.row.id, null, versionNumber, parsed.data);
    await saveVersion(tx, proof, version);
    await recordVersion(ctx, tx, proof, null, version);
  });
  return getVersion(ctx, address, versionNumber);
}
