/** Which of what a notification names the account may see now: it is decided as for a person of the account who asks. */
import { decideResource } from '../authorization/decide.ts';
import { declaredLevel } from '../authorization/load.ts';
import { permissionsOf } from '../authorization/permissions-of.ts';
import { effectiveLevel, type ResourceFacts } from '../authorization/types.ts';
import type { GrantPermission, PermissionLevel } from '../vocabulary.ts';

/** An Actor, with what decides who sees it. `permissions`: what unexpired grants give the account on it; null without one. */
export interface NotedActor {
  id: string;
  ownerId: string;
  username: string;
  name: string;
  title: string | null;
  isPublic: boolean;
  level: PermissionLevel | null;
  permissions: GrantPermission[] | null;
}

export function isSeenBy(accountId: string, { id, ownerId, isPublic, level, ...actor }: NotedActor): boolean {
  const permissions = permissionsOf(actor.permissions ?? []);
  const declared = declaredLevel(level);
  const facts: ResourceFacts = {
    principal: { kind: 'session', accountId, sessionId: '', isFresh: false },
    resource: {
      ...{ kind: 'actor', id, ownerId, hasName: true, generalAccess: 'RESTRICTED', ownerGeneralAccess: 'RESTRICTED' },
      ...{ ownerSharesRuns: false, createdByTokenId: null, createdByRun: null },
    },
    run: null,
    actor: {
      ...{ id, ownerId, isPublic, permissions, wasStartedByPrincipal: false },
      ...{ level: declared, effectiveLevel: effectiveLevel(declared, false) },
    },
    addressedBy: 'id',
    grants: [{ id: '', permissions }],
    link: 'none',
    asksForSignedContent: false,
  };
  return decideResource('read', facts).permitted;
}
