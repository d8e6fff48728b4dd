/** Which of what a notification names the account may see now: it is decided as for a person of the account who asks. */
import { decideResource } from '../authorization/decide.ts';
import { declaredLevel } from '../authorization/load.ts';
import { permissionsOf } from '../authorization/permissions-of.ts';
import { effectiveLevel, type ResourceFacts } from '../authorization/types.ts';
import type { GrantPermission, PermissionLevel, ResourceKind } from '../vocabulary.ts';

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

export function isSeenBy(accountId: string, actor: NotedActor): boolean {
  const { id, ownerId, isPublic, level } = actor;
  const permissions = permissionsOf(actor.permissions ?? []);
  const declared = declaredLevel(level);
  const facts = factsOf(accountId, { ...actor, kind: 'actor' });
  const ofActor = {
    ...{ id, ownerId, isPublic, permissions, wasStartedByPrincipal: false },
    ...{ level: declared, effectiveLevel: effectiveLevel(declared, false) },
  };
  return decideResource('read', { ...facts, actor: ofActor }).permitted;
}

/** What was shared, with what decides who sees it. `buildActorId`: of a build, its Actor. */
export interface NotedResource {
  kind: ResourceKind;
  id: string;
  ownerId: string;
  name: string | null;
  title: string | null;
  buildActorId: string | null;
  permissions: GrantPermission[] | null;
}

/** Whether what was shared still is: what else may open it is not what was told. */
export const isSharedWith = (accountId: string, resource: NotedResource): boolean =>
  decideResource('read', factsOf(accountId, resource)).permitted;

/** All that is known of it is a grant. */
function factsOf(
  accountId: string,
  { id, kind, ownerId, name, ...resource }: Pick<NotedResource, 'id' | 'kind' | 'ownerId' | 'name' | 'permissions'>,
): ResourceFacts {
  return {
    principal: { kind: 'session', accountId, sessionId: '', isFresh: false },
    resource: {
      ...{ kind, id, ownerId, hasName: name !== null, generalAccess: 'RESTRICTED', ownerGeneralAccess: 'RESTRICTED' },
      ...{ ownerSharesRuns: false, createdByTokenId: null, createdByRun: null },
    },
    ...{ run: null, actor: null, addressedBy: 'id' },
    grants: [{ id: '', permissions: permissionsOf(resource.permissions ?? []) }],
    ...{ link: 'none', asksForSignedContent: false },
  };
}
