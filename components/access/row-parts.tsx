import { KIND_WORDS } from '@/components/storage/words.ts';
import { Link } from '@/components/ui/link.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import { entryText } from '@/lib/access-hub/entry-text.ts';
import { consolePath } from '@/lib/paths.ts';
import type { StorageKind } from '@/lib/vocabulary.ts';

type About = { kind: StorageKind; resourceId: string; resourceName: string | null };

/** The storage that a link or a grant is about. `onlyHref`: the list of what is about this storage alone. */
export function AboutStorage({ kind, resourceId, resourceName, onlyHref }: About & { onlyHref: string | null }) {
  const name = resourceName ?? resourceId;
  return (
    <>
      <Link href={consolePath.storage(kind, resourceId, { tab: 'access' })}>{name}</Link>
      <span className="block text-xs text-muted">
        {KIND_WORDS[kind].one}
        {onlyHref ? (
          <>
            {' · '}
            <Link href={onlyHref} aria-label={`Only ${name}`} className="inline-flex min-h-6 items-center text-muted">
              only this
            </Link>
          </>
        ) : null}
      </span>
    </>
  );
}

type EntryProps = About & { what: 'link' | 'grant'; id: string; name: string };

/** Ticks a row for ending with others. */
export const EntryCheckbox = ({ name, ...entry }: EntryProps) => (
  <label className="flex size-6 items-center justify-center">
    <input type="checkbox" name="entry" value={entryText(entry)} className="size-4" />
    <span className="sr-only">Select {name}</span>
  </label>
);

/** Ends this one row. */
export const EndButton = ({ name, word, ...entry }: EntryProps & { word: string }) => (
  <SubmitButton variant="secondary" size="small" name="only" value={entryText(entry)} label={`${word} ${name}`}>
    {word}
  </SubmitButton>
);
