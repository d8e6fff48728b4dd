/** What a schedule may do: no more than whoever wrote into it could. */
import type { Scope } from '../authorization/types.ts';
import { type ResourceKind, STORAGE_KINDS } from '../vocabulary.ts';

/** What a start of the schedule's targets asks for, by the target's id. */
export type Targets = Scope['resources'];

/** A scope with targets that it may use already, named: what its token created is in its scope without standing there. */
export const withTargets = (scope: Scope, targets: Targets): Scope => ({
  ...scope,
  resources: [...scope.resources, ...targets],
});

/** Just the targets, and storages of their own. */
export const onlyTargets = (targets: Targets): Scope => ({ resources: targets, kinds: [], create: STORAGE_KINDS });

type Permissions = Scope['resources'][number]['permissions'];

/** What both permit. `kindOf`: of the resources that either names, as far as they exist. */
export function bothScopes(one: Scope, other: Scope, kindOf: ReadonlyMap<string, ResourceKind>): Scope {
  const ids = new Set([...one.resources, ...other.resources].map(({ id }) => id));
  const resources = [...ids]
    .map((id) => ({
      id,
      permissions: common(onResource(one, id, kindOf.get(id)), onResource(other, id, kindOf.get(id))),
    }))
    .filter(({ permissions }) => permissions.length > 0);
  const kinds = [...new Set(one.kinds.map(({ kind }) => kind))]
    .map((kind) => ({ kind, permissions: common(onKind(one, kind), onKind(other, kind)) }))
    .filter(({ permissions }) => permissions.length > 0);
  return { resources, kinds, create: one.create.filter((kind) => other.create.includes(kind)) };
}

const onKind = ({ kinds }: Scope, kind: ResourceKind | undefined): Permissions =>
  kinds.filter((listed) => listed.kind === kind).flatMap(({ permissions }) => permissions);

const onResource = (scope: Scope, id: string, kind: ResourceKind | undefined): Permissions => [
  ...scope.resources.filter((listed) => listed.id === id).flatMap(({ permissions }) => permissions),
  ...onKind(scope, kind),
];

/** `write` comes with `read`, also where the other one says only `read`. */
function common(one: Permissions, other: Permissions): Permissions {
  const held = withImplied(other);
  return [...withImplied(one)].filter((permission) => held.has(permission));
}

const withImplied = (permissions: Permissions) =>
  new Set(permissions.flatMap((held) => (held === 'write' ? [held, 'read' as const] : [held])));
