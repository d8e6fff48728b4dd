import { ArrowLeft, ArrowRight } from 'lucide-react';
import { Button } from './button.tsx';

type PaginationProps = {
  /** Names what is paged, as in "Datasets". */
  label: string;
  newerHref?: string | null | undefined;
  olderHref?: string | null | undefined;
  /** Where the order is not that of time. */
  words?: typeof BY_TIME;
};

const BY_TIME = { newer: 'Newer', older: 'Older', atNewest: 'These are the newest', atOldest: 'These are the oldest' };

/** Steps through a list. Shows nothing when all of it is on one page. */
export function Pagination({ label, newerHref, olderHref, words = BY_TIME }: PaginationProps) {
  if (!newerHref && !olderHref) return null;
  return (
    <nav aria-label={`${label}, pages`} className="mt-3 flex gap-2">
      <Button size="small" href={newerHref ?? ''} disabledReason={newerHref ? undefined : words.atNewest}>
        <ArrowLeft /> {words.newer}
      </Button>
      <Button size="small" href={olderHref ?? ''} disabledReason={olderHref ? undefined : words.atOldest}>
        {words.older} <ArrowRight />
      </Button>
    </nav>
  );
}
