import { AccessChip } from '@/components/ui/access-chip.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Cell, type Column, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { shortBytes } from '@/components/ui/short-bytes.ts';
import { consolePath } from '@/lib/paths.ts';
import type { StorageRowView } from '@/lib/storage/list-rows.ts';
import type { StorageKind } from '@/lib/vocabulary.ts';
import { capitalized, KIND_WORDS, storageLabel } from './words.ts';

type StorageTableProps = {
  kind: StorageKind;
  rows: StorageRowView[];
  isFiltered: boolean;
  clearHref: string;
  newHref: string;
};

const columns = (kind: StorageKind): Column[] => [
  { label: 'Name' },
  { label: capitalized(KIND_WORDS[kind].entries), align: 'end' },
  { label: 'Size', align: 'end' },
  { label: 'Access' },
  { label: 'Shared with' },
  { label: 'Modified' },
  { label: 'Created' },
];

export function StorageTable({ kind, rows, isFiltered, clearHref, newHref }: StorageTableProps) {
  const words = KIND_WORDS[kind];
  if (rows.length === 0) {
    return isFiltered ? (
      <EmptyState action={<Button href={clearHref}>Clear the filter</Button>}>
        No {words.one} matches this filter.
      </EmptyState>
    ) : (
      <EmptyState
        action={
          <Button href={newHref} scroll={false}>
            New {words.one}
          </Button>
        }
      >
        {words.plural} you make, and those others share with you, will be here.
      </EmptyState>
    );
  }
  return (
    <DataTable label={words.plural} columns={columns(kind)}>
      {rows.map((row) => (
        <Row key={row.id}>
          <Cell isHeader>
            <Link href={consolePath.storage(kind, row.id)} className="font-medium">
              {row.title === null && row.name === null ? <code>{row.id}</code> : storageLabel(row)}
            </Link>
            {row.isOwn ? null : <span className="block text-xs text-muted">of {row.ownerUsername}</span>}
          </Cell>
          <Cell align="end">{row.entryCount.toLocaleString('en')}</Cell>
          <Cell align="end">{shortBytes(row.byteCount)}</Cell>
          <Cell>
            <AccessChip access={row.effectiveAccess} isFromAccount={row.generalAccess === 'FOLLOW_USER_SETTING'} />
          </Cell>
          <Cell>{row.sharing ? sharingText(row.sharing) : 'Shared with you'}</Cell>
          <Cell>
            <RelativeTime at={row.modifiedAt} />
          </Cell>
          <Cell>
            <RelativeTime at={row.createdAt} />
          </Cell>
        </Row>
      ))}
    </DataTable>
  );
}

function sharingText({ grantCount, linkCount }: { grantCount: number; linkCount: number }): string {
  const people = grantCount > 0 && (grantCount === 1 ? '1 person' : `${grantCount} people`);
  const links = linkCount > 0 && (linkCount === 1 ? '1 live link' : `${linkCount} live links`);
  return [people, links].filter(Boolean).join(', ') || 'Nobody';
}
