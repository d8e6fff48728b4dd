import type { ResourceKind, StorageKind } from '@/lib/vocabulary.ts';

/** A resource, as far as forms must name it. */
export interface ResourceTarget<K extends ResourceKind = ResourceKind> {
  kind: K;
  id: string;
}

export type StorageTarget = ResourceTarget<StorageKind>;

/** Says which resource a form is about. */
export function ResourceFields({ kind, id }: ResourceTarget) {
  return (
    <>
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="id" value={id} />
    </>
  );
}
