import type { Transaction } from '../../db/transaction.ts';
import type { VersionChange } from '../actor-version/input.ts';
import { mergeVersion } from '../actor-version/merge.ts';
import { deleteOtherVersions, saveVersion, selectVersions } from '../actor-version/queries.ts';
import { recordVersion } from '../actor-version/record.ts';
import type { Authorized } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';

/** Makes these the versions of the Actor: those of other numbers go, those of the same number change as far as fields were sent. */
export async function replaceVersions(
  ctx: Ctx,
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
    const after = mergeVersion(proof.row.id, old, version.versionNumber, version);
    await saveVersion(tx, proof, after);
    await recordVersion(ctx, tx, proof, old, after);
  }
  for (const old of before) {
    const stays = versions.some(({ versionNumber }) => versionNumber === old.versionNumber);
    if (!stays) await recordVersion(ctx, tx, proof, old, null);
  }
}
