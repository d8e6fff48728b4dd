import { RelativeTime } from '@/components/ui/relative-time.tsx';
import type { PastLevelChange } from '@/lib/level-history/list.ts';
import { roughly } from './rough-words.ts';
import { LEVEL_WORDS } from './words.ts';

/** How the level of an Actor changed, the newest first, for those who keep it. */
export function LevelHistory({ changes }: { changes: PastLevelChange[] }) {
  if (changes.length === 0) return null;
  return (
    <section aria-labelledby="level-history" className="mt-5 grid gap-2 text-sm">
      <h3 id="level-history" className="font-medium">
        Changes so far
      </h3>
      <ol className="grid gap-2.5 border-l border-line-strong pl-4">
        {changes.map(({ levelEpoch, fromLevel, toLevel, reason, changedBy, changedAt, concernedCount }) => (
          <li key={levelEpoch} className="grid gap-0.5">
            <span>
              From {LEVEL_WORDS[fromLevel].name.toLowerCase()} to {LEVEL_WORDS[toLevel].name.toLowerCase()}
            </span>
            {reason ? (
              <q className="wrap-anywhere">{reason}</q>
            ) : (
              <span className="text-muted">No reason was given.</span>
            )}
            <span className="text-xs text-muted">
              <RelativeTime at={changedAt} />
              {changedBy ? ` by ${changedBy}` : ''} ·{' '}
              {concernedCount === 0
                ? 'nobody else used it'
                : `concerned ${roughly(concernedCount, 'other accounts').toLowerCase()}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
