/** What forms of the Console say about the storage that they are for. Anyone can post anything: a kind is one of ours, or refused. */
import type { Reference } from '../authorization/rows.ts';
import { ApiError } from '../errors.ts';
import { STORAGE_KINDS, type StorageKind } from '../vocabulary.ts';
import { formText } from './action.ts';

/** Errors: `invalid-input` for anything that is no kind of storage. */
export function storageKindOf(value: unknown): StorageKind {
  const kind = STORAGE_KINDS.find((known) => known === value);
  if (!kind) throw new ApiError('invalid-input', `The kind of storage must be one of ${STORAGE_KINDS.join(', ')}`);
  return kind;
}

/** The storage of the fields `kind` and `id`; see `StorageFields`. Errors: as `storageKindOf`. */
export const storageOf = (form: FormData): Reference<StorageKind> =>
  storageReference(formText(form, 'kind'), formText(form, 'id'));

/** Errors: as `storageKindOf`. */
export const storageReference = (kind: unknown, id: string): Reference<StorageKind> => ({
  kind: storageKindOf(kind),
  address: { by: 'id', id },
});
