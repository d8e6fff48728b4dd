import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Cell, type Column, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import { consolePath } from '@/lib/paths.ts';
import type { ScheduleRowView } from '@/lib/schedule-listing/list-rows.ts';
import { EnabledSwitch } from './enabled-switch.tsx';
import { firingText, scheduleLabel } from './words.ts';

const COLUMNS: Column[] = [
  { label: 'Name' },
  { label: 'Enabled' },
  { label: 'Cadence' },
  { label: 'Next firing' },
  { label: 'Starts', align: 'end' },
  { label: 'Last firing' },
];

export function ScheduleTable({ rows, action }: { rows: ScheduleRowView[]; action: FormAction }) {
  return (
    <DataTable label="Schedules" columns={COLUMNS}>
      {rows.map((row) => (
        <Row key={row.id}>
          <Cell isHeader>
            <span className="flex items-center gap-2">
              <Link href={consolePath.schedule(row.id)} className="font-medium">
                {scheduleLabel(row)}
              </Link>
              {row.isBlocked ? <Badge tone="brick">Waits for approval</Badge> : null}
            </span>
            {row.isOwn ? null : (
              <span className="block text-xs text-muted">
                {row.ownerUsername}/{row.name}
              </span>
            )}
          </Cell>
          <Cell>
            {row.isOwn ? (
              <EnabledSwitch schedule={row} label={`${scheduleLabel(row)} is enabled`} action={action} />
            ) : (
              <span>{row.isEnabled ? 'On' : 'Off'}</span>
            )}
          </Cell>
          <Cell>
            {row.cadence}
            <span className="block text-xs text-muted">
              {row.timezone} · <code>{row.cronExpression}</code>
            </span>
          </Cell>
          <Cell>{row.nextRunAt ? <RelativeTime at={row.nextRunAt} /> : <span className="text-faint">None</span>}</Cell>
          <Cell align="end">{row.targetCount.toLocaleString('en')}</Cell>
          <Cell>
            {row.lastFiring ? (
              <>
                {firingText(row.lastFiring)}
                <span className="block text-xs text-muted">
                  <RelativeTime at={row.lastFiring.at} />
                </span>
              </>
            ) : (
              <span className="text-faint">Never</span>
            )}
          </Cell>
        </Row>
      ))}
    </DataTable>
  );
}

/** A list that is empty, and one in which nothing was found: they ask for different things. */
export function NoSchedules({
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
      <EmptyState action={<Button href={clearHref}>Clear the filter</Button>}>
        No schedule matches this filter.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      action={
        <Button variant="primary" href={newHref} scroll={false}>
          New schedule
        </Button>
      }
    >
      A schedule starts Actors and tasks by itself, at the times you choose.
    </EmptyState>
  );
}
