import { authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { type LinkRow, selectLinks } from './queries.ts';

/** `live`: opens now. `origin`: made here, or seen in use after a client made it. */
export interface LinkView extends LinkRow {
  state: 'live' | 'expired' | 'revoked';
}

/** Lists a resource's signed links, newest first. Errors: `record-not-found`, `insufficient-permissions`. */
export async function listLinks(ctx: Ctx, reference: Reference): Promise<LinkView[]> {
  const proof = await authorize(ctx, 'share', reference);
  const now = Date.now();
  return (await selectLinks(proof)).map((row) => ({
    ...row,
    state: row.revokedAt ? 'revoked' : row.expiresAt && row.expiresAt.getTime() < now ? 'expired' : 'live',
  }));
}
