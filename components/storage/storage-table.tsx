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
import { SelectRow } from './select-row.tsx';
import { SelectAll } from './selection.tsx';
import { capitalized, KIND_WORDS, storageLabel } from './words.ts';

type StorageTableProps = {
  kind: StorageKind;
  rows: StorageRowView[];
  /** Ids that are chosen when the page comes. */
  chosen: ReadonlySet<string>;
};

const columns = (kind: StorageKind): Column[] => [
  { label: 'Select', control: <SelectAll label={`Select all ${KIND_WORDS[kind].many} on this page`} /> },
  { label: 'Name' },
  { label: capitalized(KIND_WORDS[kind].entries), align: 'end' },
  { label: 'Size', align: 'end' },
  { label: 'Access' },
  { label: 'Shared with' },
  { label: 'Live links', align: 'end' },
  { label: 'Modified' },
  { label: 'Created' },
];

export function StorageTable({ kind, rows, chosen }: StorageTableProps) {
  return (
    <DataTable label={KIND_WORDS[kind].plural} isDense columns={columns(kind)}>
      {rows.map((row) => (
        <StorageRow key={row.id} row={row} isChosen={chosen.has(row.id)} />
      ))}
    </DataTable>
  );
}

function StorageRow({ row, isChosen }: { row: StorageRowView; isChosen: boolean }) {
  const { kind, id, sharing } = row;
  return (
    <Row>
      <Cell isChoice>
        <SelectRow id={id} label={`Select ${storageLabel(row)}`} isChosen={isChosen} />
      </Cell>
      <Cell isHeader takesRest className="min-w-40!">
        <span className="block truncate" title={storageLabel(row)}>
          <Link href={consolePath.storage(kind, id)} className="font-medium">
            {row.title === null && row.name === null ? <code>{id}</code> : storageLabel(row)}
          </Link>
        </span>
        {row.isOwn ? null : <span className="block text-xs text-muted">of {row.ownerUsername}</span>}
      </Cell>
      <Cell align="end">
        {row.entryCount.toLocaleString('en')}
        {row.handledCount === null ? null : (
          <span className="block text-xs text-muted">{row.handledCount.toLocaleString('en')} handled</span>
        )}
      </Cell>
      <Cell align="end">{shortBytes(row.byteCount)}</Cell>
      <Cell>
        <AccessChip access={row.effectiveAccess} isFromAccount={row.generalAccess === 'FOLLOW_USER_SETTING'} />
      </Cell>
      <Cell>{sharing ? peopleText(sharing.grantCount) : 'Shared with you'}</Cell>
      <Cell align="end">
        {sharing && sharing.linkCount > 0 ? (
          <Link
            href={consolePath.storage(kind, id, { tab: 'access' })}
            aria-label={`${sharing.linkCount} live ${sharing.linkCount === 1 ? 'link' : 'links'} to ${storageLabel(row)}`}
            className="inline-flex min-h-6 items-center"
          >
            {sharing.linkCount.toLocaleString('en')}
          </Link>
        ) : (
          <span className="text-faint">{sharing ? '0' : '—'}</span>
        )}
      </Cell>
      <Cell>
        <RelativeTime at={row.modifiedAt} />
      </Cell>
      <Cell>
        <RelativeTime at={row.createdAt} />
      </Cell>
    </Row>
  );
}

function peopleText(count: number): string {
  if (count === 0) return 'Nobody';
  return count === 1 ? '1 person' : `${count.toLocaleString('en')} people`;
}

type NoStoragesProps = { kind: StorageKind; isFiltered: boolean; clearHref: string; newHref: string };

/** A list that is empty, and one in which nothing was found: they ask for different things. */
export function NoStorages({ kind, isFiltered, clearHref, newHref }: NoStoragesProps) {
  const words = KIND_WORDS[kind];
  if (isFiltered) {
    return (
      <EmptyState action={<Button href={clearHref}>Clear the filter</Button>}>
        No {words.one} matches this filter.
      </EmptyState>
    );
  }
  return (
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
