import { Link } from '@/components/ui/link.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import { entryText } from '@/lib/access-hub/entry-text.ts';
import { consolePath } from '@/lib/paths.ts';
import { isStorageKind, RESOURCE_WORDS, type ResourceKind } from '@/lib/vocabulary.ts';

type About = { kind: ResourceKind; resourceId: string; resourceName: string | null };

/** The resource that a link or a grant is about. `onlyHref`: the list of what is about this one alone. */
export function AboutResource({ kind, resourceId, resourceName, onlyHref }: About & { onlyHref: string | null }) {
  const name = resourceName ?? resourceId;
  const href = accessHref(kind, resourceId);
  return (
    <>
      {href ? <Link href={href}>{name}</Link> : name}
      <span className="block text-xs text-muted">
        {RESOURCE_WORDS[kind]}
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

function accessHref(kind: ResourceKind, id: string): string | null {
  if (isStorageKind(kind)) return consolePath.storage(kind, id, { tab: 'access' });
  return kind === 'run' ? consolePath.run(id, { tab: 'access' }) : consolePath.resource(kind, id);
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
