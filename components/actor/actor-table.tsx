import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Cell, type Column, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import type { ActorRowView } from '@/lib/actor-listing/list-rows.ts';
import { consolePath } from '@/lib/paths.ts';
import { PermissionBadge } from './permission-badge.tsx';
import { actorLabel } from './words.ts';

const COLUMNS: Column[] = [
  { label: 'Name' },
  { label: 'Permissions' },
  { label: 'Builds', align: 'end' },
  { label: 'Runs', align: 'end' },
  { label: 'Last run' },
  { label: 'Modified' },
];

export function ActorTable({ rows }: { rows: ActorRowView[] }) {
  return (
    <DataTable label="Actors" columns={COLUMNS}>
      {rows.map((row) => (
        <Row key={row.id}>
          <Cell isHeader takesRest>
            <span className="flex items-center gap-2">
              <Link href={consolePath.actor(row.id)} title={actorLabel(row)} className="truncate font-medium">
                {actorLabel(row)}
              </Link>
              {row.isPublic ? <Badge tone="accent">Public</Badge> : null}
            </span>
            <span className="block truncate text-xs text-muted">
              {row.ownerUsername}/{row.name}
            </span>
          </Cell>
          <Cell>
            <PermissionBadge level={row.level} isAlwaysLimited={row.hasCeiling} />
          </Cell>
          <Cell align="end">{row.totalBuilds.toLocaleString('en')}</Cell>
          <Cell align="end">{row.totalRuns.toLocaleString('en')}</Cell>
          <Cell>
            {row.lastRunStartedAt ? (
              <RelativeTime at={row.lastRunStartedAt} />
            ) : (
              <span className="text-faint">Never</span>
            )}
          </Cell>
          <Cell>
            <RelativeTime at={row.modifiedAt} />
          </Cell>
        </Row>
      ))}
    </DataTable>
  );
}

/** A list that is empty, and one in which nothing was found: they ask for different things. */
export function NoActors({
  isFiltered,
  clearHref,
  newHref,
}: {
  isFiltered: boolean;
  clearHref: string;
  newHref: string;
}) {
  if (isFiltered) {
    return (
      <EmptyState action={<Button href={clearHref}>Clear the filter</Button>}>No Actor matches this filter.</EmptyState>
    );
  }
  return (
    <EmptyState
      action={
        <Button variant="primary" href={newHref} scroll={false}>
          New Actor
        </Button>
      }
    >
      Actors you make, and those others share with you, will be here. There are examples to begin with.
    </EmptyState>
  );
}
