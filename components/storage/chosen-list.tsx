import { ACCESS_WORDS } from '@/components/sharing/words.ts';
import type { ChosenStorage } from '@/lib/storage/describe-chosen.ts';
import type { StorageKind } from '@/lib/vocabulary.ts';
import { entriesText, storageLabel } from './words.ts';

type ChosenListProps = { kind: StorageKind; storages: ChosenStorage[]; right: 'write' | 'share' };

/** What was chosen, as it is now. */
export function ChosenList({ kind, storages, right }: ChosenListProps) {
  if (storages.length === 0) return <p className="text-sm text-muted">Nothing is chosen.</p>;
  return (
    <section
      aria-label="What was chosen"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      className="max-h-44 overflow-y-auto rounded-md border border-line"
    >
      <ul className="divide-y divide-line">
        {storages.map((storage) => (
          <li key={storage.id} className="flex min-h-9 items-center gap-3 px-3 text-sm">
            <span className="min-w-0 flex-1 truncate font-medium">{storageLabel(storage)}</span>
            <span className="text-muted">
              {storage.may[right] ? factOf(kind, storage, right) : 'Not yours to change'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is lost with it, or who can read it now. */
const factOf = (kind: StorageKind, storage: ChosenStorage, right: 'write' | 'share'): string =>
  right === 'write' ? entriesText(kind, storage.entryCount) : ACCESS_WORDS[storage.generalAccess];
