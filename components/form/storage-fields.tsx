import type { StorageKind } from '@/lib/vocabulary.ts';

/** A storage, as far as forms must name it. */
export interface StorageTarget {
  kind: StorageKind;
  id: string;
}

/** Says which storage a form is about. */
export function StorageFields({ kind, id }: StorageTarget) {
  return (
    <>
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="id" value={id} />
    </>
  );
}
