import { Trash2 } from 'lucide-react';
import { Cell, DataTable, Row } from '@/components/ui/data-table.tsx';
import { IconButton } from '@/components/ui/icon-button.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { RowArrows } from '@/components/ui/row-arrows.tsx';
import type { StorageQuery } from '@/lib/paths.ts';
import type { QueueRequestRow } from '@/lib/request-queue/list-queue-requests.ts';
import { RequestState } from './request-state.tsx';

const COLUMNS = [
  { label: 'URL' },
  { label: 'Method' },
  { label: 'State' },
  { label: 'Retries', align: 'end' },
  { label: 'Errors', align: 'end' },
  { label: 'Handled' },
  { label: 'Delete', isLabelHidden: true },
] as const;

type RequestTableProps = {
  rows: QueueRequestRow[];
  /** The address of this page with a change. */
  here: (change: StorageQuery) => string;
  mayWrite: boolean;
};

/** A page of requests. Their addresses are text: whoever fills a queue does not choose where a press leads. */
export function RequestTable({ rows, here, mayWrite }: RequestTableProps) {
  return (
    <RowArrows>
      <DataTable label="Requests" columns={COLUMNS.filter(({ label }) => mayWrite || label !== 'Delete')}>
        {rows.map((request) => (
          <Row key={request.id}>
            <Cell isHeader className="max-w-[28rem] truncate font-mono text-xs">
              <Link href={here({ request: request.id })} title={request.url} className="font-medium">
                {request.url}
              </Link>
            </Cell>
            <Cell>{request.method}</Cell>
            <Cell>
              <RequestState request={request} />
            </Cell>
            <Cell align="end">{request.retryCount.toLocaleString('en')}</Cell>
            <Cell align="end">{request.errorCount.toLocaleString('en')}</Cell>
            <Cell>
              {request.handledAt ? <RelativeTime at={request.handledAt} /> : <span className="text-faint">—</span>}
            </Cell>
            {mayWrite ? (
              <Cell isAction>
                <IconButton
                  label={`Delete ${request.url}`}
                  icon={<Trash2 />}
                  size="small"
                  href={here({ delete: request.id })}
                  scroll={false}
                />
              </Cell>
            ) : null}
          </Row>
        ))}
      </DataTable>
    </RowArrows>
  );
}
