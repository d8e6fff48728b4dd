import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { Cell, type Column, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { consolePath } from '@/lib/paths.ts';
import type { LogLineView } from '@/lib/schedule/list-log.ts';
import { FiringTime } from './firing-time.tsx';
import { lineParts } from './words.ts';

const COLUMNS: Column[] = [{ label: 'When' }, { label: 'What happened' }];

const LEVELS = {
  INFO: { icon: Info, word: 'Note', className: 'text-muted' },
  WARN: { icon: TriangleAlert, word: 'Warning', className: 'text-amber' },
  ERROR: { icon: CircleAlert, word: 'Error', className: 'text-brick' },
} as const;

/** What a schedule did, the newest first. `timezone`: the schedule's. */
export function ScheduleLogTable({ lines, timezone }: { lines: LogLineView[]; timezone: string }) {
  if (lines.length === 0) {
    return (
      <EmptyState>
        Nothing yet. Each firing is written down here, with what it started and what it was refused.
      </EmptyState>
    );
  }
  return (
    <DataTable label="Log" columns={COLUMNS}>
      {lines.map((line) => {
        const { icon: Icon, word, className } = LEVELS[line.level];
        return (
          <Row key={line.sequence}>
            <Cell>
              <RelativeTime at={line.createdAt} timezone={timezone} />
            </Cell>
            <Cell className="min-w-64 whitespace-normal">
              <span className="flex items-start gap-2">
                <Icon aria-label={word} className={`mt-0.5 shrink-0 ${className}`} />
                <span className="min-w-0 break-words">
                  {lineParts(line.message).map((part) =>
                    typeof part === 'string' ? (
                      part
                    ) : (
                      <FiringTime key={part.getTime()} atMillis={part.getTime()} timezone={timezone} />
                    ),
                  )}{' '}
                  {line.runId ? (
                    <Link href={consolePath.run(line.runId)} className="underline">
                      Run
                    </Link>
                  ) : null}
                  {line.errorType === 'full-permission-actor-not-approved' && line.actorId ? (
                    <Link href={consolePath.actor(line.actorId, { approvePermissions: 'true' })} className="underline">
                      Approve
                    </Link>
                  ) : null}
                </span>
              </span>
            </Cell>
          </Row>
        );
      })}
    </DataTable>
  );
}
