/** What forms of the Console say about the resource that they are for. Anyone can post anything: a kind is one of ours, or refused. */
import type { Reference } from '../authorization/rows.ts';
import { ApiError } from '../errors.ts';
import { RESOURCE_KINDS, type ResourceKind, STORAGE_KINDS, type StorageKind } from '../vocabulary.ts';
import { formText } from './action.ts';

/** Errors: `invalid-input` for anything that is no kind of storage. */
export function storageKindOf(value: unknown): StorageKind {
  const kind = STORAGE_KINDS.find((known) => known === value);
  if (!kind) throw new ApiError('invalid-input', `The kind of storage must be one of ${STORAGE_KINDS.join(', ')}`);
  return kind;
}

/** The storage of the fields `kind` and `id`; see `ResourceFields`. Errors: as `storageKindOf`. */
export const storageOf = (form: FormData): Reference<StorageKind> => ({
  kind: storageKindOf(formText(form, 'kind')),
  address: { by: 'id', id: formText(form, 'id') },
});

/** The resource of the fields `kind` and `id`; see `ResourceFields`. Errors: as `resourceReference`. */
export const resourceOf = (form: FormData): Reference =>
  resourceReference(formText(form, 'kind'), formText(form, 'id'));

/** Errors: `invalid-input` for anything that is no kind of resource. */
export function resourceReference(value: unknown, id: string): Reference {
  const kind: ResourceKind | undefined = RESOURCE_KINDS.find((known) => known === value);
  if (!kind) throw new ApiError('invalid-input', `The kind of resource must be one of ${RESOURCE_KINDS.join(', ')}`);
  return { kind, address: { by: 'id', id } };
}
