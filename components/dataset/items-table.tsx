import { ArrowLeft, ArrowRight } from 'lucide-react';
import { Button } from '@/components/ui/button.tsx';
import { Cell, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import type { ItemsPreview } from '@/lib/dataset/preview.ts';

type ItemsTableProps = {
  preview: ItemsPreview;
  previousHref: string | null;
  nextHref: string | null;
  canWrite: boolean;
  datasetId: string;
};

/** A page of items. What people stored is text here, whatever it says. */
export function ItemsTable({ preview, previousHref, nextHref, canWrite, datasetId }: ItemsTableProps) {
  const { columns, rows, offset, total } = preview;
  if (rows.length === 0) {
    return (
      <EmptyState
        action={
          canWrite && total === 0 ? (
            <code className="text-sm break-all">client.dataset('{datasetId}').pushItems([…])</code>
          ) : undefined
        }
      >
        {total === 0 ? 'No items yet. Programs push them over the API.' : 'There are no items this far.'}
      </EmptyState>
    );
  }
  return (
    <>
      <DataTable
        label="Items"
        columns={[{ label: '#', align: 'end' }, ...columns.map((label) => ({ label }))]}
        isUnstacked
      >
        {rows.map(({ position, cells }) => (
          <Row key={position}>
            <Cell align="end" className="text-faint">
              {position.toLocaleString('en')}
            </Cell>
            {cells.map((cell, index) => (
              <Cell key={columns[index]} className="max-w-80 truncate font-mono text-xs">
                {cell === null ? <span className="text-faint">—</span> : <span title={cell}>{cell}</span>}
              </Cell>
            ))}
          </Row>
        ))}
      </DataTable>
      <nav aria-label="Pages of items" className="mt-3 flex flex-wrap items-center gap-3 text-sm text-muted">
        <Button
          size="small"
          href={previousHref ?? ''}
          disabledReason={previousHref ? undefined : 'These are the first'}
        >
          <ArrowLeft /> Earlier
        </Button>
        <Button size="small" href={nextHref ?? ''} disabledReason={nextHref ? undefined : 'These are the last'}>
          Later <ArrowRight />
        </Button>
        {(offset + 1).toLocaleString('en')}–{(offset + rows.length).toLocaleString('en')} of{' '}
        {total.toLocaleString('en')}
      </nav>
    </>
  );
}
