import type { Transaction } from '../../db/transaction.ts';
import type { VersionChange } from '../actor-version/input.ts';
import { mergeVersion } from '../actor-version/merge.ts';
import { deleteOtherVersions, saveVersion, selectVersions } from '../actor-version/queries.ts';
import type { Authorized } from '../authorization/authorize.ts';

/** Makes these the versions of the Actor: those of other numbers go, those of the same number change as far as fields were sent. */
export async function replaceVersions(
  tx: Transaction,
  proof: Authorized<'actor', 'write'>,
  versions: readonly (VersionChange & { versionNumber: string })[],
): Promise<void> {
  const before = await selectVersions(proof, { withSource: true }, tx);
  await deleteOtherVersions(
    tx,
    proof,
    versions.map(({ versionNumber }) => versionNumber),
  );
  for (const version of versions) {
    const old = before.find(({ versionNumber }) => versionNumber === version.versionNumber) ?? null;
    await saveVersion(tx, proof, mergeVersion(proof.row.id, old, version.versionNumber, version));
  }
}
