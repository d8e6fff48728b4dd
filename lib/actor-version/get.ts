import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { recordNotFound } from '../errors.ts';
import type { Address } from '../ids.ts';
import { selectVersion } from './queries.ts';
import { seesSource, type VersionView, versionView } from './view.ts';

/** Errors: `record-not-found`. */
export async function getVersion(ctx: Ctx, address: Address, number: string): Promise<VersionView> {
  const proof = await authorize(ctx, 'read', { kind: 'actor', address });
  const row = await selectVersion(proof, number);
  if (!row) throw recordNotFound('The version');
  return versionView(row, seesSource(proof));
}
