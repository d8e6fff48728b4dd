import { authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { type LinkRow, selectLinks } from './queries.ts';
import { type LinkState, linkStateOf } from './state.ts';

/** `origin`: made here, or seen in use after a client made it. */
export interface LinkView extends LinkRow {
  state: LinkState;
}

/** Lists a resource's signed links, newest first. Errors: `record-not-found`, `insufficient-permissions`. */
export async function listLinks(ctx: Ctx, reference: Reference): Promise<LinkView[]> {
  const proof = await authorize(ctx, 'share', reference);
  const now = Date.now();
  return (await selectLinks(proof)).map((row) => ({ ...row, state: linkStateOf(row, now) }));
}
