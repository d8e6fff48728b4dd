import { findPublicAccount } from '../account/queries.ts';
import { authorize } from '../authorization/authorize.ts';
import { type AccessExplanation, explainAccess } from '../authorization/explain.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { selectGrants, selectGrantsBehind } from '../grant/queries.ts';
import { selectLinks } from '../link/queries.ts';
import { selectOwnersTokens } from '../token/queries.ts';

/**
 * Who can see a resource of any kind, and why: also those to whom something else was given, such as the run that a storage belongs to.
 * Errors: `record-not-found`, `insufficient-permissions`.
 */
export async function explainResource(ctx: Ctx, reference: Reference): Promise<AccessExplanation[]> {
  const proof = await authorize(ctx, 'share', reference);
  const { row, facts } = proof;
  const { run, actor } = facts;
  const isOwners = actor?.ownerId === row.ownerId;
  const task = run?.task?.ownerId === row.ownerId ? run.task : null;
  const [grants, runGrants, actorGrants, taskGrants, actorOwner, links, ownersTokens] = await Promise.all([
    selectGrants(proof),
    run && run.id !== row.id ? selectGrantsBehind(proof, run.id) : [],
    // Those of another account's Actor open nothing here.
    (run || row.kind === 'build') && actor && isOwners ? selectGrantsBehind(proof, actor.id) : [],
    task ? selectGrantsBehind(proof, task.id) : [],
    run && actor && !isOwners ? findPublicAccount(actor.ownerId) : null,
    selectLinks(proof),
    // What tokens an account has is its own affair; a collaborator who may share sees people and links.
    proof.account?.id === row.ownerId ? selectOwnersTokens(proof) : [],
  ]);
  const given = { grants, runGrants, actorGrants, taskGrants };
  return explainAccess({ row, run, actor, ...given, actorOwner, links, ownersTokens }, Date.now());
}
