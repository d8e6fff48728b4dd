/** What both peers are told of a cell, worked out beforehand in their favour. */
import { effectiveGeneralAccess, type Permission, type ResourceFacts } from '../../lib/authorization/types.ts';

export const PERMISSIONS = ['read', 'write', 'share'] as const satisfies readonly Permission[];

/** All that a list of permissions gives: to write is to read. */
export const withImplied = (permissions: readonly Permission[]): Permission[] =>
  PERMISSIONS.filter((asked) => permissions.includes(asked) || (asked === 'read' && permissions.includes('write')));

/** The facts of a decision as flat attributes; following of the account's setting is done. */
export function attributesOf({ resource, run, grants, addressedBy, link, asksForSignedContent }: ResourceFacts) {
  return {
    resourceKind: resource.kind,
    id: resource.id,
    ownerId: resource.ownerId,
    createdByTokenId: resource.createdByTokenId ?? '',
    access: effectiveGeneralAccess({ resource, run }),
    granted: withImplied(grants.flatMap((grant) => grant.permissions)),
    addressedBy,
    link,
    asksForSignedContent,
  };
}
