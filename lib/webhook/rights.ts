/**
 * With which rights a webhook calls our own API.
 *
 * Context: a webhook acts when nobody is there, so what it may do is decided when it is made: as much as whoever makes it. A limited run may
 * ask to be told of its own end, and nothing comes back into the account by that.
 * Choice: each later editor narrows these rights to his own and none widens them. An owner who changes a line of a webhook that a scoped token
 * has made does not thereby lend all rights to an address that the token chose; for that, a new webhook is made.
 */
import { PERMISSIONS, type Permission, type Principal, type Scope } from '../authorization/types.ts';
import type { ResourceKind } from '../vocabulary.ts';

/** `scope` null: all that the account may do. */
export type WebhookRights = { carriesToken: true; scope: Scope | null } | { carriesToken: false; scope: null };

const NONE: WebhookRights = { carriesToken: false, scope: null };

export function rightsOf(principal: Principal): WebhookRights {
  switch (principal.kind) {
    case 'anonymous':
      return NONE;
    case 'session':
      return { carriesToken: true, scope: null };
    case 'token':
      return { carriesToken: true, scope: principal.scope };
    case 'run':
      return principal.level === 'FULL_PERMISSIONS' ? { carriesToken: true, scope: principal.scope } : NONE;
  }
}

/** What both have. `kindOf`: the kinds of the resources that the scopes name; one that is not in it is in no kind. */
export function narrowed(
  before: WebhookRights,
  editor: WebhookRights,
  kindOf: ReadonlyMap<string, ResourceKind>,
): WebhookRights {
  if (!before.carriesToken || !editor.carriesToken) return NONE;
  if (editor.scope === null) return before;
  if (before.scope === null) return editor;
  return { carriesToken: true, scope: intersection(before.scope, editor.scope, kindOf) };
}

function intersection(one: Scope, other: Scope, kindOf: ReadonlyMap<string, ResourceKind>): Scope {
  const ids = new Set([...one.resources, ...other.resources].map(({ id }) => id));
  const inBoth = (held: (scope: Scope) => readonly Permission[]) =>
    PERMISSIONS.filter((asked) => [one, other].every((scope) => covers(held(scope), asked)));
  const ofKind = (kind: ResourceKind | undefined) => (scope: Scope) =>
    scope.kinds.filter((listed) => listed.kind === kind).flatMap(({ permissions }) => permissions);
  const ofResource = (id: string) => (scope: Scope) => [
    ...scope.resources.filter((listed) => listed.id === id).flatMap(({ permissions }) => permissions),
    ...ofKind(kindOf.get(id))(scope),
  ];
  const kinds = new Set(one.kinds.map(({ kind }) => kind));
  return {
    resources: [...ids].map((id) => ({ id, permissions: inBoth(ofResource(id)) })).filter(isSome),
    kinds: [...kinds].map((kind) => ({ kind, permissions: inBoth(ofKind(kind)) })).filter(isSome),
    create: one.create.filter((kind) => other.create.includes(kind)),
  };
}

const isSome = ({ permissions }: { permissions: readonly Permission[] }) => permissions.length > 0;

const covers = (held: readonly Permission[], asked: Permission): boolean =>
  held.includes(asked) || (asked === 'read' && held.includes('write'));
