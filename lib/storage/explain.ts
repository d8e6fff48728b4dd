import { authorize } from '../authorization/authorize.ts';
import { type AccessExplanation, explainAccess } from '../authorization/explain.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { selectActorOwner, selectGrants, selectGrantsAround } from '../grant/queries.ts';
import { selectLinks } from '../link/queries.ts';
import { selectOwnersTokens } from '../token/queries.ts';

/** Who can see a resource, and why. Errors: `record-not-found`, `insufficient-permissions`. */
export async function explainResource(ctx: Ctx, reference: Reference): Promise<AccessExplanation[]> {
  const proof = await authorize(ctx, 'share', reference);
  const [grants, around, creator, links, ownersTokens] = await Promise.all([
    selectGrants(proof),
    selectGrantsAround(proof),
    selectActorOwner(proof),
    selectLinks(proof),
    // What tokens an account has is its own affair; a collaborator who may share sees people and links.
    proof.account?.id === proof.row.ownerId ? selectOwnersTokens(proof) : [],
  ]);
  const { row, facts } = proof;
  const { run, actor } = facts;
  const on = (id: string | undefined) => around.filter((grant) => grant.resourceId === id);
  return explainAccess(
    { row, run, actor, grants, runGrants: on(run?.id), actorGrants: on(actor?.id), creator, links, ownersTokens },
    Date.now(),
  );
}
