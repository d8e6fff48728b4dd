import { Link } from '@/components/ui/link.tsx';
import type { ApprovalState } from '@/lib/approval/standing.ts';
import { reviewLabel, standingText } from './words.ts';

/** In the card of a permission badge: how the Actor stands with the reader, and where to change it. */
export function BadgeStanding({ standing, reviewHref }: { standing: ApprovalState; reviewHref: string }) {
  return (
    <span className="grid gap-1 border-t border-line pt-2">
      {standingText(standing)}
      <Link href={reviewHref} scroll={false}>
        {standing.state === 'needed' ? reviewLabel(standing) : 'Review permissions'}
      </Link>
    </span>
  );
}
