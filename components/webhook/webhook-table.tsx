import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Cell, type Column, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { consolePath } from '@/lib/paths.ts';
import type { WebhookRowView } from '@/lib/webhook-page/list-rows.ts';
import { DispatchStatus } from './dispatch-status.tsx';
import { NamedLink } from './named-link.tsx';
import { eventsText } from './words.ts';

const COLUMNS: Column[] = [
  { label: 'Sends to' },
  { label: 'Waits for' },
  { label: 'Events' },
  { label: 'Last delivery' },
  { label: 'Deliveries', align: 'end' },
  { label: 'Created' },
];

export function WebhookTable({ rows }: { rows: WebhookRowView[] }) {
  return (
    <DataTable label="Webhooks" columns={COLUMNS}>
      {rows.map((row) => (
        <Row key={row.id}>
          <Cell isHeader>
            <span className="flex items-center gap-2">
              <Link href={consolePath.webhook(row.id)} className="font-medium">
                {row.description || row.host}
              </Link>
              {row.isEnabled ? null : <Badge>Off</Badge>}
            </span>
            {row.description ? <span className="block text-xs text-muted">{row.host}</span> : null}
          </Cell>
          <Cell>
            <NamedLink {...row.waitsFor} />
          </Cell>
          <Cell className="max-w-80 truncate">{eventsText(row.eventTypes)}</Cell>
          <Cell>
            {row.lastStatus ? (
              <DispatchStatus status={row.lastStatus} tries={row.lastTries} />
            ) : (
              <span className="text-faint">None</span>
            )}
          </Cell>
          <Cell align="end">{row.totalDispatches.toLocaleString('en')}</Cell>
          <Cell>
            <RelativeTime at={row.createdAt} />
          </Cell>
        </Row>
      ))}
    </DataTable>
  );
}

export function NoWebhooks({ newHref, of = 'runs and builds' }: { newHref: string; of?: string }) {
  return (
    <EmptyState
      action={
        <Button variant="primary" href={newHref}>
          New webhook
        </Button>
      }
    >
      A webhook tells another program what happens to {of}: it sends a request to an address of your choice. None is
      here yet.
    </EmptyState>
  );
}
