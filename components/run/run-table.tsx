import type { ReactNode } from 'react';
import { PermissionBadge } from '@/components/actor/permission-badge.tsx';
import { Status } from '@/components/actor/status.tsx';
import { SelectRow } from '@/components/storage/select-row.tsx';
import { AccessChip } from '@/components/ui/access-chip.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Cell, type Column, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { consolePath } from '@/lib/paths.ts';
import type { RunRowView } from '@/lib/run-list/list-rows.ts';
import { isFinal } from '@/lib/vocabulary.ts';
import { LiveDuration } from './live-duration.tsx';
import { ORIGIN_WORDS } from './words.ts';

type RunTableProps = {
  rows: RunRowView[];
  /** Within a `Selection`: ids that are chosen when the page comes, and the box that chooses all. Without it, none can be chosen. */
  selection?: { chosen: ReadonlySet<string>; all: ReactNode } | undefined;
  /** On the page of an Actor, or of a task, all are of that one. */
  isOfOneActor?: boolean;
};

export function RunTable({ rows, selection, isOfOneActor = false }: RunTableProps) {
  const columns: (Column | false)[] = [
    selection !== undefined && { label: 'Select', control: selection.all },
    { label: 'Run' },
    { label: 'Status' },
    !isOfOneActor && { label: 'Actor' },
    { label: 'Permissions' },
    { label: 'Access' },
    { label: 'Started' },
    { label: 'Duration', align: 'end' },
    { label: 'Items', align: 'end' },
  ];
  return (
    <DataTable label="Runs" isDense columns={columns.filter((column) => column !== false)}>
      {rows.map((row) => (
        <RunRow key={row.id} row={row} chosen={selection?.chosen} isOfOneActor={isOfOneActor} />
      ))}
    </DataTable>
  );
}

type RunRowProps = { row: RunRowView; chosen: ReadonlySet<string> | undefined; isOfOneActor: boolean };

function RunRow({ row, chosen, isOfOneActor }: RunRowProps) {
  const { id, actor, status, statusMessage } = row;
  const isOver = isFinal(status);
  return (
    <Row>
      {chosen ? (
        <Cell isChoice>
          {isOver ? null : <SelectRow id={id} label={`Select run ${id}`} isChosen={chosen.has(id)} />}
        </Cell>
      ) : null}
      <Cell isHeader>
        <Link href={consolePath.run(id)} className="font-medium">
          <code>{id}</code>
        </Link>
        {row.isOwn ? null : <span className="block text-xs text-muted">of {row.ownerUsername}</span>}
      </Cell>
      <Cell takesRest>
        <span className="flex">
          <Status status={status} />
        </span>
        {statusMessage ? (
          <span className="block truncate text-xs text-muted" title={statusMessage}>
            {statusMessage}
          </span>
        ) : null}
      </Cell>
      {isOfOneActor ? null : (
        <Cell takesRest>
          <ActorOfRun actor={actor} />
          {row.task?.name && row.isOwn ? (
            <span className="block max-w-44 truncate text-xs text-muted">
              Task <Link href={consolePath.task(row.task.id)}>{row.task.name}</Link>
            </span>
          ) : null}
        </Cell>
      )}
      <Cell>
        <PermissionBadge level={row.level} />
      </Cell>
      <Cell>
        <AccessChip access={row.effectiveAccess} />
      </Cell>
      <Cell>
        <RelativeTime at={row.startedAt} />
        <span className="block text-xs text-muted">
          <span className="sr-only">, origin: </span>
          {ORIGIN_WORDS[row.origin]}
        </span>
      </Cell>
      <Cell align="end">
        <LiveDuration millis={row.runTimeMillis} isRunning={!isOver && status !== 'READY'} />
      </Cell>
      <Cell align="end">{row.itemCount === null ? '—' : row.itemCount.toLocaleString('en')}</Cell>
    </Row>
  );
}

function ActorOfRun({ actor: { id, name, title, isDeleted } }: Pick<RunRowView, 'actor'>) {
  if (name === null) return <span className="text-muted">A deleted Actor</span>;
  const [owner, ownName] = name.split('~');
  return (
    <span className="block" title={name}>
      {isDeleted ? (
        <span className="block truncate">{ownName}</span>
      ) : (
        <Link href={consolePath.actor(id)} className="block truncate">
          {title ?? ownName}
        </Link>
      )}
      <span className="block truncate text-xs text-muted">
        {isDeleted ? 'Deleted · ' : null}
        {owner}
      </span>
    </span>
  );
}

/** A list that is empty, and one in which nothing was found: they ask for different things. */
export function NoRuns({ isFiltered, clearHref }: { isFiltered: boolean; clearHref: string }) {
  if (isFiltered) {
    return (
      <EmptyState action={<Button href={clearHref}>Clear the filter</Button>}>No run matches this filter.</EmptyState>
    );
  }
  return (
    <EmptyState action={<Button href={consolePath.actors()}>Choose an Actor</Button>}>
      Runs you start, and those others share with you, will be here.
    </EmptyState>
  );
}
