import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { selectVersions } from './queries.ts';
import { seesSource, type VersionView, versionView } from './view.ts';

/** Lists the versions of an Actor, by number. Errors: `record-not-found`. */
export async function listVersions(ctx: Ctx, address: Address): Promise<{ total: number; items: VersionView[] }> {
  const proof = await authorize(ctx, 'read', { kind: 'actor', address });
  const withSource = seesSource(proof);
  const items = (await selectVersions(proof, { withSource })).map((row) => versionView(row, withSource));
  return { total: items.length, items };
}
