import { Status } from '@/components/actor/status.tsx';
import { durationText } from '@/components/run/duration-text.ts';
import { Badge } from '@/components/ui/badge.tsx';
import { Cell, type Column, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { consolePath } from '@/lib/paths.ts';
import type { JobStatus } from '@/lib/vocabulary.ts';

export type BuildRow = {
  id: string;
  buildNumber: string;
  status: JobStatus;
  /** Tags that mean it now. */
  tags: string[];
  startedAt: Date;
  finishedAt: Date | null;
};

const COLUMNS: Column[] = [
  { label: 'Build' },
  { label: 'Status' },
  { label: 'Tags' },
  { label: 'Started' },
  { label: 'Duration', align: 'end' },
];

export function BuildTable({ actorId, rows }: { actorId: string; rows: BuildRow[] }) {
  if (rows.length === 0)
    return <EmptyState>No build yet. A build makes the source into something that can run.</EmptyState>;
  return (
    <DataTable label="Builds" columns={COLUMNS}>
      {rows.map((row) => (
        <Row key={row.id}>
          <Cell isHeader>
            <Link href={consolePath.build(actorId, row.id)} className="font-medium">
              {row.buildNumber}
            </Link>
          </Cell>
          <Cell>
            <Status status={row.status} />
          </Cell>
          <Cell>
            <span className="flex gap-1">
              {row.tags.map((tag) => (
                <Badge key={tag} tone="accent">
                  {tag}
                </Badge>
              ))}
            </span>
          </Cell>
          <Cell>
            <RelativeTime at={row.startedAt} />
          </Cell>
          <Cell align="end">
            {row.finishedAt ? durationText(row.finishedAt.getTime() - row.startedAt.getTime()) : '—'}
          </Cell>
        </Row>
      ))}
    </DataTable>
  );
}
