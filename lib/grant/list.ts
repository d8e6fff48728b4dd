import { authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { selectGrants } from './queries.ts';
import { type GrantView, grantView } from './view.ts';

/** Lists the grants in force on a resource. Errors: `record-not-found`, `insufficient-permissions`. */
export async function listGrants(ctx: Ctx, reference: Reference): Promise<GrantView[]> {
  const proof = await authorize(ctx, 'share', reference);
  return (await selectGrants(proof)).map(grantView);
}
