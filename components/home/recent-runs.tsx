import { Status } from '@/components/actor/status.tsx';
import { TableSection } from '@/components/settings/table-section.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Cell, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { consolePath } from '@/lib/paths.ts';
import type { RunRowView } from '@/lib/run-list/list-rows.ts';

const COLUMNS = [{ label: 'Run' }, { label: 'Status' }, { label: 'Started' }];

/** The newest runs, each called by its Actor. */
export function RecentRuns({ rows }: { rows: RunRowView[] }) {
  return (
    <TableSection
      title="Newest runs"
      actions={
        <Link href={consolePath.runs()} className="inline-flex min-h-6 items-center">
          All runs
        </Link>
      }
    >
      {rows.length === 0 ? (
        <EmptyState action={<Button href={consolePath.actors()}>Choose an Actor</Button>}>
          Runs you start, and those others share with you, will be here.
        </EmptyState>
      ) : (
        <DataTable label="Newest runs" columns={COLUMNS}>
          {rows.map(({ id, actor, status, startedAt, isOwn, ownerUsername }) => (
            <Row key={id}>
              <Cell isHeader takesRest>
                <Link href={consolePath.run(id)} className="block truncate font-medium">
                  {actor.title ?? actor.name?.split('~').at(-1) ?? 'A deleted Actor'}
                </Link>
                <span className="block truncate text-xs text-muted">
                  <code>{id}</code>
                  {isOwn ? null : ` of ${ownerUsername}`}
                </span>
              </Cell>
              <Cell>
                <span className="flex">
                  <Status status={status} />
                </span>
              </Cell>
              <Cell>
                <RelativeTime at={startedAt} />
              </Cell>
            </Row>
          ))}
        </DataTable>
      )}
    </TableSection>
  );
}
