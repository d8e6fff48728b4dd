import { TableSection } from '@/components/settings/table-section.tsx';
import { entriesText, KIND_WORDS, storageLabel } from '@/components/storage/words.ts';
import { AccessChip } from '@/components/ui/access-chip.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Cell, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { consolePath } from '@/lib/paths.ts';
import type { StorageRowView } from '@/lib/storage/list-rows.ts';
import { STORAGE_KINDS } from '@/lib/vocabulary.ts';

const COLUMNS = [{ label: 'Name' }, { label: 'Access' }, { label: 'Modified' }] as const;

/** The newest storages of all kinds that have names: each run makes three without. */
export function RecentStorages({ rows }: { rows: StorageRowView[] }) {
  return (
    <TableSection
      title="Newest storages"
      actions={
        <span className="flex flex-wrap gap-x-4">
          {STORAGE_KINDS.map((kind) => (
            <Link key={kind} href={consolePath.storages(kind)} className="inline-flex min-h-6 items-center">
              {KIND_WORDS[kind].plural}
            </Link>
          ))}
        </span>
      }
    >
      {rows.length === 0 ? (
        <EmptyState action={<Button href={consolePath.storages('dataset', { dialog: 'new' })}>New dataset</Button>}>
          Storages you make, and those others share with you, will be here.
        </EmptyState>
      ) : (
        <DataTable label="Newest storages" columns={[...COLUMNS]}>
          {rows.map((row) => (
            <Row key={row.id}>
              <Cell isHeader takesRest>
                <Link href={consolePath.storage(row.kind, row.id)} className="block truncate font-medium">
                  {row.title === null && row.name === null ? <code>{row.id}</code> : storageLabel(row)}
                </Link>
                <span className="block truncate text-xs text-muted">
                  {KIND_WORDS[row.kind].one}
                  {row.isOwn ? null : ` of ${row.ownerUsername}`}, {entriesText(row.kind, row.entryCount)}
                </span>
              </Cell>
              <Cell>
                <AccessChip access={row.effectiveAccess} />
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
