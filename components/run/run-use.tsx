import { PermissionBadge } from '@/components/actor/permission-badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Cell, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { consolePath } from '@/lib/paths.ts';
import type { RunUseView } from '@/lib/run/get-use.ts';
import type { RefusalRow } from '@/lib/run-use/queries.ts';
import { ASKED_WORDS, SUBJECT_WORDS } from './words.ts';

type UseOfRunProps = {
  use: RunUseView;
  /** The form that starts another run with its input; null without its Actor. */
  againHref: string | null;
};

/** What the program of a run did with its token, and what it was refused. */
export function UseOfRun({ use: { level, uses, refusals, wouldWorkLimited }, againHref }: UseOfRunProps) {
  const permitted = uses.filter(({ isRefused }) => !isRefused);
  const permittedCount = sum(permitted);
  const beyondCount = sum(permitted.filter(({ isOwn }) => !isOwn));
  // Also calls about what is not there, and about the account, which are no use of anything.
  const refusedCount = sum(refusals);
  if (permittedCount === 0 && refusals.length === 0) {
    return (
      <EmptyState>
        Its program has not used its token yet. What it reads, writes and starts will be counted here.
      </EmptyState>
    );
  }
  return (
    <div className="grid grid-cols-1 gap-8">
      <section aria-labelledby="use-summary" className="grid grid-cols-1 gap-3">
        <h2 id="use-summary" className="flex flex-wrap items-center gap-2 text-base font-semibold">
          Its token had <PermissionBadge level={level} />
        </h2>
        <dl className="grid grid-cols-[repeat(auto-fit,minmax(11rem,1fr))] gap-3">
          <Counter term="Calls permitted" count={permittedCount} />
          <Counter term="Of those, beyond limited permissions" count={beyondCount} />
          <Counter term="Calls refused" count={refusedCount} />
        </dl>
        {level === 'FULL_PERMISSIONS' && wouldWorkLimited && permittedCount > 0 ? (
          <Notice>Every call that it made would have been permitted with limited permissions.</Notice>
        ) : null}
      </section>
      <section aria-labelledby="use-refused" className="grid grid-cols-1 gap-3">
        <h2 id="use-refused" className="text-base font-semibold">
          Refused calls
        </h2>
        {refusals.length === 0 ? (
          <EmptyState>Nothing was refused.</EmptyState>
        ) : (
          <>
            {level === 'LIMITED_PERMISSIONS' && againHref ? (
              <Notice action={<Button href={againHref}>Run again</Button>}>
                To let it do this, start it again with full permissions, or pick in its input the storages that it may
                use.
              </Notice>
            ) : null}
            <DataTable label="Refused calls" columns={REFUSAL_COLUMNS}>
              {refusals.map((refusal) => (
                <RefusedRow key={`${refusal.kind} ${refusal.asked} ${refusal.subject}`} refusal={refusal} />
              ))}
            </DataTable>
          </>
        )}
      </section>
      {permitted.length === 0 ? null : (
        <section aria-labelledby="use-permitted" className="grid grid-cols-1 gap-3">
          <h2 id="use-permitted" className="text-base font-semibold">
            Permitted calls
          </h2>
          <DataTable label="Permitted calls" columns={USE_COLUMNS}>
            {permitted.map(({ kind, asked, isOwn, count }) => (
              <Row key={`${kind} ${asked} ${isOwn}`}>
                <Cell isHeader>{SUBJECT_WORDS[kind]}</Cell>
                <Cell>{ASKED_WORDS[asked]}</Cell>
                <Cell>{isOwn ? 'Limited permissions suffice' : 'Only with full permissions'}</Cell>
                <Cell align="end">{count.toLocaleString('en')}</Cell>
              </Row>
            ))}
          </DataTable>
        </section>
      )}
    </div>
  );
}

const sum = (rows: readonly { count: number }[]): number => rows.reduce((total, { count }) => total + count, 0);

const REFUSAL_COLUMNS = [
  { label: 'Asked for' },
  { label: 'Right that was missing' },
  { label: 'Times', align: 'end' as const },
  { label: 'First' },
  { label: 'Last' },
];
const USE_COLUMNS = [
  { label: 'On' },
  { label: 'Right used' },
  { label: 'Permissions' },
  { label: 'Times', align: 'end' as const },
];

function Counter({ term, count }: { term: string; count: number }) {
  return (
    <div className="rounded-md border border-line bg-raised px-3 py-2.5">
      <dt className="text-xs text-muted">{term}</dt>
      <dd className="text-xl font-semibold tabular-nums">{count.toLocaleString('en')}</dd>
    </div>
  );
}

function RefusedRow({ refusal: { kind, asked, subject, count, firstAt, lastAt } }: { refusal: RefusalRow }) {
  const href = kind === 'account' || !/^[a-zA-Z0-9]{17}$/.test(subject) ? null : consolePath.resource(kind, subject);
  return (
    <Row>
      <Cell isHeader>
        {SUBJECT_WORDS[kind]}{' '}
        {subject === '' ? null : href ? (
          <Link href={href}>
            <code>{subject}</code>
          </Link>
        ) : (
          <code className="inline-block max-w-72 truncate align-bottom" title={subject}>
            {subject}
          </code>
        )}
      </Cell>
      <Cell>{ASKED_WORDS[asked]}</Cell>
      <Cell align="end">{count.toLocaleString('en')}</Cell>
      <Cell>
        <RelativeTime at={firstAt} />
      </Cell>
      <Cell>
        <RelativeTime at={lastAt} />
      </Cell>
    </Row>
  );
}
