import { Badge } from '@/components/ui/badge.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import type { QueueRequestRow } from '@/lib/request-queue/list-queue-requests.ts';

type RequestStateProps = { request: Pick<QueueRequestRow, 'handledAt' | 'lockExpiresAt'> };

/** Whether a request waits, is being worked on, or is done. */
export function RequestState({ request: { handledAt, lockExpiresAt } }: RequestStateProps) {
  if (handledAt) return <Badge tone="moss">Handled</Badge>;
  if (!lockExpiresAt) return <Badge>Pending</Badge>;
  return (
    <span className="inline-flex items-center gap-1.5">
      <Badge tone="amber">Locked</Badge>
      <span className="text-xs text-muted">
        ends <RelativeTime at={lockExpiresAt} />
      </span>
    </span>
  );
}
