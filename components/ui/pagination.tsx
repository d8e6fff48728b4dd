import { ArrowLeft, ArrowRight } from 'lucide-react';
import { Button } from './button.tsx';

type PaginationProps = {
  /** Names what is paged, as in "Datasets". */
  label: string;
  newerHref?: string | null | undefined;
  olderHref?: string | null | undefined;
};

/** Steps through a list ordered by time. Shows nothing when all of it is on one page. */
export function Pagination({ label, newerHref, olderHref }: PaginationProps) {
  if (!newerHref && !olderHref) return null;
  return (
    <nav aria-label={`${label}, pages`} className="mt-3 flex gap-2">
      <Button size="small" href={newerHref ?? ''} disabledReason={newerHref ? undefined : 'These are the newest'}>
        <ArrowLeft /> Newer
      </Button>
      <Button size="small" href={olderHref ?? ''} disabledReason={olderHref ? undefined : 'These are the oldest'}>
        Older <ArrowRight />
      </Button>
    </nav>
  );
}
