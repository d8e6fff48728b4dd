import type { StorageKind } from '../vocabulary.ts';
import { type FieldSchema, type Input, type InputSchema, isRecord } from './schema.ts';

/** A storage that an input names. `text`: an id, a name, `~name` or `username~name`, as given. */
export interface InputResource {
  kind: StorageKind;
  text: string;
  permissions: ResourcePermission[];
}

export type ResourcePermission = 'read' | 'write';

/**
 * The storages that the run may use because its input names them. Each is named once for each kind, with all that its fields permit.
 *
 * `given`: what the caller sent, before defaults. A default is chosen by the Actor's author, who must not choose which of somebody else's
 * storages the Actor may touch; the specification forbids it for whole fields, and this for parts of objects as well.
 * A field without `resourcePermissions` gives nothing. Source: specification, Resource type → `resourcePermissions`.
 */
export function resourcesOf({ properties }: Pick<InputSchema, 'properties'>, given: Input): InputResource[] {
  const found = new Map<string, InputResource>();
  for (const { kind, text, permissions } of namedIn({ type: 'object', properties }, given)) {
    const key = `${kind} ${text}`;
    const all = new Set([...(found.get(key)?.permissions ?? []), ...permissions]);
    found.set(key, { kind, text, permissions: PERMISSIONS.filter((permission) => all.has(permission)) });
  }
  return [...found.values()];
}

const PERMISSIONS: ResourcePermission[] = ['read', 'write'];

const KINDS = new Map<unknown, StorageKind>([
  ['dataset', 'dataset'],
  ['keyValueStore', 'key-value-store'],
  ['requestQueue', 'request-queue'],
]);

/** What a field is about, where it is about storages. `permissions`: what naming one gives. */
export function fieldResource({
  resourceType,
  resourcePermissions,
}: FieldSchema): { kind: StorageKind; permissions: ResourcePermission[] } | null {
  const kind = KINDS.get(resourceType);
  if (!kind) return null;
  return {
    kind,
    permissions: PERMISSIONS.filter((permission) => resourcePermissions?.includes(permission.toUpperCase())),
  };
}

function* namedIn(field: FieldSchema, value: unknown): Generator<InputResource> {
  const resource = fieldResource(field);
  if (resource) {
    if (resource.permissions.length === 0) return;
    for (const text of [value].flat()) if (typeof text === 'string' && text !== '') yield { ...resource, text };
    return;
  }
  if (field.properties && isRecord(value)) {
    for (const [name, part] of Object.entries(field.properties)) {
      if (Object.hasOwn(value, name)) yield* namedIn(part, value[name]);
    }
  }
  if (field.items && Array.isArray(value)) for (const item of value) yield* namedIn(field.items, item);
}
