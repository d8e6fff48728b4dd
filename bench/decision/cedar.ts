/** The table of rules in Cedar, parsed once. */
import {
  preparsePolicySet,
  type StatefulAuthorizationCall,
  statefulIsAuthorized,
} from '@cedar-policy/cedar-wasm/nodejs';
import { credentialIdOf, type Principal } from '../../lib/authorization/types.ts';
import type { Cell } from './cells.ts';
import { attributesOf, withImplied } from './shared.ts';

const POLICIES = {
  owner: `permit (principal, action, resource) when { principal.isUnscoped && resource.ownerId == principal.accountId };`,
  grant: `permit (principal, action, resource) when { principal.isUnscoped && resource.granted.contains(context.asked) };`,
  'anyone-with-id': `permit (principal, action == Action::"read", resource)
    when { context.addressedBy == "id" && resource.access != "RESTRICTED" };`,
  'anyone-with-name': `permit (principal, action == Action::"read", resource)
    when { context.addressedBy == "name" && resource.access == "ANYONE_WITH_NAME_CAN_READ" };`,
  'signed-link': `permit (principal, action == Action::"read", resource)
    when { context.link == "valid" && context.asksForSignedContent };`,
  'token-scope': `permit (principal, action, resource) when {
    principal.isScoped
    && (resource.ownerId == principal.accountId || resource.granted.contains(context.asked))
    && (resource.createdByTokenId == principal.tokenId || context.listedIds.contains(resource.id) || context.listedKinds.contains(resource.kind))
  };`,
  'console-only': `forbid (principal, action == Action::"share", resource) when { principal.isScoped };`,
};

const POLICY_SET = 'gatehouse';

/** Parses the policies. To be called before any decision. */
export function prepareCedar(): void {
  const answer = preparsePolicySet(POLICY_SET, { staticPolicies: POLICIES });
  if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors));
}

/** Gives the function that decides the cell. The call with its entities is made here, so that only the decision is left to it. */
export function makeCedarDecision(cell: Cell): () => boolean {
  const call = callOf(cell);
  return () => {
    const answer = statefulIsAuthorized(call);
    if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors));
    return answer.response.decision === 'allow';
  };
}

function callOf({ asked, facts }: Cell): StatefulAuthorizationCall {
  const { resourceKind, granted, access, ownerId, id, createdByTokenId, ...context } = attributesOf(facts);
  const { principal } = facts;
  const scope = principal.kind === 'token' ? principal.scope : null;
  const who = { type: 'Principal', id: nameOf(principal) };
  const what = { type: 'Dataset', id };
  return {
    principal: who,
    action: { type: 'Action', id: asked },
    resource: what,
    context: {
      ...context,
      asked,
      listedIds: scope?.resources.filter((l) => withImplied(l.permissions).includes(asked)).map((l) => l.id) ?? [],
      listedKinds: scope?.kinds.filter((l) => withImplied(l.permissions).includes(asked)).map((l) => l.kind) ?? [],
    },
    preparsedPolicySetId: POLICY_SET,
    entities: [
      {
        uid: who,
        attrs: {
          accountId: principal.kind === 'anonymous' ? '' : principal.accountId,
          tokenId: principal.kind === 'token' ? principal.tokenId : '',
          isScoped: scope !== null,
          isUnscoped: principal.kind !== 'anonymous' && scope === null,
        },
        parents: [],
      },
      { uid: what, attrs: { id, kind: resourceKind, ownerId, createdByTokenId, access, granted }, parents: [] },
    ],
  };
}

function nameOf(principal: Principal): string {
  if (principal.kind === 'anonymous') return 'anonymous';
  return credentialIdOf(principal);
}
