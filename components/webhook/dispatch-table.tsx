import { RotateCcw } from 'lucide-react';
import { ActionForm } from '@/components/form/action-form.tsx';
import { Cell, type Column, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { DispatchView } from '@/lib/webhook-dispatch/view.ts';
import { DispatchStatus } from './dispatch-status.tsx';
import { eventWords } from './words.ts';

const COLUMNS: Column[] = [
  { label: 'Event' },
  { label: 'Status' },
  { label: 'Tries', align: 'end' },
  { label: 'Last answer' },
  { label: 'When' },
  { label: 'Actions', isLabelHidden: true },
];

type DispatchTableProps = {
  rows: DispatchView[];
  /** Where one is looked at. */
  hrefOf: (id: string) => string;
  currentId: string | undefined;
  /** null where nothing may be sent again. */
  replayAction: FormAction | null;
};

/** What a webhook has sent. */
export function DispatchTable({ rows, hrefOf, currentId, replayAction }: DispatchTableProps) {
  if (rows.length === 0)
    return <EmptyState>It has sent nothing yet. The next event that it waits for, or a test, will be here.</EmptyState>;
  return (
    <DataTable label="Deliveries" columns={COLUMNS}>
      {rows.map((row) => {
        const last = row.calls.at(-1);
        return (
          <Row key={row.id}>
            <Cell isHeader>
              <Link
                href={hrefOf(row.id)}
                scroll={false}
                className="font-medium"
                aria-current={row.id === currentId || undefined}
              >
                {eventWords(row.eventType)}
              </Link>
              <span className="block text-xs text-muted">
                {row.id}
                {row.replayOf ? ', a replay' : null}
              </span>
            </Cell>
            <Cell>
              <DispatchStatus status={row.status} tries={row.calls.length} />
            </Cell>
            <Cell align="end">{row.calls.length}</Cell>
            <Cell className="max-w-80 truncate">{last ? (last.responseStatus ?? last.errorMessage) : '—'}</Cell>
            <Cell>
              <RelativeTime at={row.createdAt} />
              {row.nextTryAt ? (
                <span className="block text-xs text-muted">
                  Next try <RelativeTime at={row.nextTryAt} />
                </span>
              ) : null}
            </Cell>
            <Cell isAction>
              {replayAction && row.status !== 'ACTIVE' ? (
                <ActionForm action={replayAction} className="contents">
                  <input type="hidden" name="dispatchId" value={row.id} />
                  <SubmitButton variant="quiet" label={`Replay ${eventWords(row.eventType)}, ${row.id}`}>
                    <RotateCcw /> Replay
                  </SubmitButton>
                </ActionForm>
              ) : null}
            </Cell>
          </Row>
        );
      })}
    </DataTable>
  );
}
