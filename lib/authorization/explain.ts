/**
 * Who can see this, and why.
 *
 * Each kind of principal that could have access is put to the very function that decides requests; what it says is what is shown.
 */

import type { GrantPermission, ResourceKind } from '../vocabulary.ts';
import { decideResource } from './decide.ts';
import { permissionsOf } from './permissions-of.ts';
import type { ResourceRow } from './rows.ts';
import {
  type ActorFacts,
  type Permission,
  type Principal,
  type ResourceFacts,
  type RuleId,
  type RunFacts,
  resourceFactsOf,
  type Scope,
} from './types.ts';

/** All that could give access to a resource, already loaded: grants and tokens in force, and its links. */
export interface AccessSources {
  row: ResourceRow<ResourceKind>;
  run: RunFacts | null;
  actor: ActorFacts | null;
  grants: readonly ExplainedGrant[];
  /** On the run that this is a part of, and on its Actor: they may open this too. */
  runGrants: readonly ExplainedGrant[];
  actorGrants: readonly ExplainedGrant[];
  /** Who made the Actor; null where that is the owner, or unknown. */
  creator: { accountId: string; username: string } | null;
  links: readonly {
    id: string;
    recordKey: string | null;
    label: string;
    origin: 'CONSOLE' | 'CLIENT';
    createdAt: Date;
    expiresAt: Date | null;
    revokedAt: Date | null;
    lastUsedAt: Date | null;
  }[];
  ownersTokens: readonly {
    id: string;
    description: string;
    scope: Scope | null;
    createdAt: Date;
    expiresAt: Date | null;
    lastUsedAt: Date | null;
  }[];
}

interface ExplainedGrant {
  id: string;
  accountId: string;
  username: string;
  name: string;
  permissions: readonly GrantPermission[];
  createdAt: Date;
  expiresAt: Date | null;
}

export interface AccessExplanation {
  who:
    | { kind: 'owner'; username: string }
    | { kind: 'account'; accountId: string; username: string; name: string }
    /** Anybody with an account here. */
    | { kind: 'everyone-signed-in' }
    | { kind: 'token'; tokenId: string; description: string; username: string }
    /** `recordKey`: of a link that opens one record. */
    | { kind: 'link'; linkId: string; label: string; origin: 'CONSOLE' | 'CLIENT'; recordKey: string | null }
    | { kind: 'everyone-with-id' }
    | { kind: 'everyone-with-name' };
  permissions: Permission[];
  because: readonly RuleId[];
  since: Date | null;
  until: Date | null;
  lastUsedAt: Date | null;
  /** What takes this access away, where one press can. */
  stop:
    | { kind: 'remove-grant'; grantId: string }
    | { kind: 'revoke-link'; linkId: string }
    | { kind: 'restrict' }
    | null;
}

/** Lists everybody who has any permission on the resource at `nowMillis`. */
export function explainAccess(
  { row, run, actor, grants, runGrants, actorGrants, creator, links, ownersTokens }: AccessSources,
  nowMillis: number,
): AccessExplanation[] {
  const base: Omit<ResourceFacts, 'principal'> = {
    resource: resourceFactsOf(row),
    // What the one who asks was given there is nobody else's.
    run: run && { ...run, permissions: [] },
    actor: actor && { ...actor, permissions: [] },
    // What is open to all is a row of its own; here each one's own right is asked for, which an address by name leaves alone.
    addressedBy: 'name',
    grants: [],
    link: 'none',
    asksForSignedContent: false,
  };
  const closed = { ...base, resource: { ...base.resource, generalAccess: 'RESTRICTED' as const } };
  const person = (accountId: string): Principal => ({ kind: 'session', accountId, sessionId: '', isFresh: true });
  const anonymous: Principal = { kind: 'anonymous' };
  const granted = (grant: ExplainedGrant) => ({
    who: { kind: 'account' as const, accountId: grant.accountId, username: grant.username, name: grant.name },
    ...{ since: grant.createdAt, until: grant.expiresAt, lastUsedAt: null },
  });

  const candidates: (Omit<AccessExplanation, 'permissions' | 'because'> & { facts: ResourceFacts })[] = [
    {
      who: { kind: 'owner', username: row.ownerUsername },
      facts: { ...closed, principal: person(row.ownerId) },
      ...{ since: row.createdAt, until: null, lastUsedAt: null, stop: null },
    },
    ...grants.map((grant) => ({
      ...granted(grant),
      facts: {
        ...closed,
        principal: person(grant.accountId),
        grants: [{ id: grant.id, permissions: permissionsOf(grant.permissions) }],
      },
      stop: { kind: 'remove-grant' as const, grantId: grant.id },
    })),
    ...runGrants.map((grant) => ({
      ...granted(grant),
      facts: {
        ...closed,
        principal: person(grant.accountId),
        run: closed.run && { ...closed.run, permissions: permissionsOf(grant.permissions) },
      },
      stop: null,
    })),
    ...actorGrants.map((grant) => ({
      ...granted(grant),
      facts: {
        ...closed,
        principal: person(grant.accountId),
        actor: closed.actor && { ...closed.actor, permissions: permissionsOf(grant.permissions) },
      },
      stop: null,
    })),
    ...(creator === null
      ? []
      : [
          {
            who: { kind: 'account' as const, ...creator, name: '' },
            facts: { ...closed, principal: person(creator.accountId) },
            ...{ since: null, until: null, lastUsedAt: null, stop: null },
          },
        ]),
    ...(row.kind === 'actor'
      ? [
          {
            who: { kind: 'everyone-signed-in' as const },
            facts: { ...closed, principal: person('') },
            ...{ since: null, until: null, lastUsedAt: null, stop: null },
          },
        ]
      : []),
    {
      who: { kind: 'everyone-with-id' },
      facts: { ...base, principal: anonymous, addressedBy: 'id' },
      ...{ since: null, until: null, lastUsedAt: null, stop: { kind: 'restrict' } },
    },
    ...(row.name === null
      ? []
      : [
          {
            who: { kind: 'everyone-with-name' as const },
            facts: { ...base, principal: anonymous },
            ...{ since: null, until: null, lastUsedAt: null, stop: { kind: 'restrict' as const } },
          },
        ]),
    ...links
      .filter((link) => link.revokedAt === null && (link.expiresAt === null || link.expiresAt.getTime() > nowMillis))
      .map((link) => ({
        who: {
          kind: 'link' as const,
          linkId: link.id,
          label: link.label,
          origin: link.origin,
          recordKey: link.recordKey,
        },
        facts: { ...closed, principal: anonymous, link: 'valid' as const, asksForSignedContent: true },
        ...{ since: link.createdAt, until: link.expiresAt, lastUsedAt: link.lastUsedAt },
        stop: { kind: 'revoke-link' as const, linkId: link.id },
      })),
    ...ownersTokens.map((token) => ({
      who: { kind: 'token' as const, tokenId: token.id, description: token.description, username: row.ownerUsername },
      facts: {
        ...closed,
        principal: { kind: 'token' as const, accountId: row.ownerId, tokenId: token.id, scope: token.scope },
      },
      ...{ since: token.createdAt, until: token.expiresAt, lastUsedAt: token.lastUsedAt, stop: null },
    })),
  ];
  return candidates
    .map(({ facts, ...explained }) => stoppable({ ...explained, ...permitted(facts) }))
    .filter((row) => row.permissions.length > 0);
}

/** What is open because the Actor is public stays so, whatever the general access. */
const stoppable = (row: AccessExplanation): AccessExplanation =>
  row.stop?.kind === 'restrict' && row.because.some((rule) => rule === 'public-actor' || rule === 'public-actor-build')
    ? { ...row, stop: null }
    : row;

/** Parts of another permission are left out: who reads this is told the whole. */
const SHOWN: readonly Permission[] = ['read', 'write', 'share', 'run', 'build', 'view-owner-runs'];

function permitted(facts: ResourceFacts): { permissions: Permission[]; because: readonly RuleId[] } {
  const decisions = SHOWN.map((permission) => ({ permission, ...decideResource(permission, facts) }));
  const granted = decisions.filter((decision) => decision.permitted);
  return {
    permissions: granted.map((decision) => decision.permission),
    because: [...new Set(granted.flatMap((decision) => decision.because))],
  };
}
