import { entriesText, KIND_WORDS } from '@/components/storage/words.ts';
import { AccessChip } from '@/components/ui/access-chip.tsx';
import { Cell, DataTable, Row } from '@/components/ui/data-table.tsx';
import { Link } from '@/components/ui/link.tsx';
import { shortBytes } from '@/components/ui/short-bytes.ts';
import { consolePath } from '@/lib/paths.ts';
import type { RunStorage } from '@/lib/run-page/list-storages.ts';

const COLUMNS = [
  { label: 'Default storage' },
  { label: 'ID' },
  { label: 'Holds', align: 'end' as const },
  { label: 'Size', align: 'end' as const },
  { label: 'Access' },
];

/** The three storages that a run starts with. Reading the run means reading them. */
export function StoragesOfRun({ storages }: { storages: RunStorage[] }) {
  return (
    <DataTable label="Storages of this run" columns={COLUMNS}>
      {storages.map(({ kind, id, found }) => (
        <Row key={id}>
          <Cell isHeader>
            {found ? (
              <Link href={consolePath.storage(kind, id)} className="font-medium">
                {found.title ?? found.name ?? `Default ${KIND_WORDS[kind].one}`}
              </Link>
            ) : (
              <span className="text-muted">Default {KIND_WORDS[kind].one}, deleted or out of your reach</span>
            )}
          </Cell>
          <Cell>
            <code>{id}</code>
          </Cell>
          <Cell align="end">{found ? entriesText(kind, found.entryCount) : '—'}</Cell>
          <Cell align="end">{found ? shortBytes(found.byteCount) : '—'}</Cell>
          <Cell>
            {found ? (
              <AccessChip
                access={found.effectiveAccess}
                href={consolePath.storage(kind, id, { tab: 'access' })}
                isFromAccount={false}
              />
            ) : (
              '—'
            )}
          </Cell>
        </Row>
      ))}
    </DataTable>
  );
}
