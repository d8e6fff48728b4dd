import { TableSection } from '@/components/settings/table-section.tsx';
import { AccessChip } from '@/components/ui/access-chip.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Cell, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import type { DatasetRowView } from '@/lib/dataset/list.ts';
import { consolePath } from '@/lib/paths.ts';

const COLUMNS = [
  { label: 'Name' },
  { label: 'Items', align: 'end' },
  { label: 'Access' },
  { label: 'Modified' },
] as const;

/** The newest datasets. */
export function RecentDatasets({ rows }: { rows: DatasetRowView[] }) {
  return (
    <TableSection title="Newest datasets" actions={<Link href={consolePath.datasets()}>All datasets</Link>}>
      {rows.length === 0 ? (
        <EmptyState action={<Button href={consolePath.datasets({ dialog: 'new' })}>New dataset</Button>}>
          Datasets you make, and those others share with you, will be here.
        </EmptyState>
      ) : (
        <DataTable label="Newest datasets" columns={[...COLUMNS]}>
          {rows.map((row) => (
            <Row key={row.id}>
              <Cell isHeader>
                <Link href={consolePath.dataset(row.id)} className="font-medium">
                  {row.title ?? row.name ?? <code>{row.id}</code>}
                </Link>
                {row.isOwn ? null : <span className="block text-xs text-muted">of {row.ownerUsername}</span>}
              </Cell>
              <Cell align="end">{row.itemCount.toLocaleString('en')}</Cell>
              <Cell>
                <AccessChip access={row.effectiveAccess} isFromAccount={row.generalAccess === 'FOLLOW_USER_SETTING'} />
              </Cell>
              <Cell>
                <RelativeTime at={row.modifiedAt} />
              </Cell>
            </Row>
          ))}
        </DataTable>
      )}
    </TableSection>
  );
}
