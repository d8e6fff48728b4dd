import { Cell, DataTable, Row } from '@/components/ui/data-table.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import type { AuditEventView } from '@/lib/audit/list.ts';
import { consolePath } from '@/lib/paths.ts';
import { RESOURCE_KINDS, RESOURCE_WORDS } from '@/lib/vocabulary.ts';
import { AuditDetails } from './audit-details.tsx';
import { changesOf, subjectOf } from './change.ts';
import { EVENT_WORDS, ruleWords, viaWords, whoWords } from './words.ts';

const COLUMNS = [
  { label: 'When' },
  { label: 'What' },
  { label: 'Who' },
  { label: 'How' },
  { label: 'Why it was permitted' },
  { label: 'Details' },
];

export function AuditTable({ events }: { events: AuditEventView[] }) {
  if (events.length === 0) {
    return (
      <EmptyState>
        Nothing here. Changes of your account and of what it owns are kept; none fits this filter.
      </EmptyState>
    );
  }
  return (
    <DataTable label="Audit trail" columns={COLUMNS} isDense>
      {events.map((event) => (
        <AuditRow key={event.sequence} event={event} />
      ))}
    </DataTable>
  );
}

function AuditRow({ event }: { event: AuditEventView }) {
  return (
    <Row>
      <Cell className="align-top">
        <RelativeTime at={event.at} />
      </Cell>
      <Cell isHeader className="min-w-56 align-top whitespace-normal">
        <What event={event} />
      </Cell>
      <Cell className="align-top whitespace-normal">
        {whoWords(event.who)}
        {event.principalKind === 'token' ? <span className="text-muted">, by token</span> : null}
      </Cell>
      <Cell className="align-top whitespace-nowrap">{viaWords(event.via)}</Cell>
      <Cell className="min-w-32 align-top whitespace-normal">
        <Why because={event.because} />
      </Cell>
      <Cell className="align-top">
        <AuditDetails event={event} />
      </Cell>
    </Row>
  );
}

function What({ event: { event, detail, resourceKind, resourceId } }: { event: AuditEventView }) {
  const subject = subjectOf(detail);
  const kind = RESOURCE_KINDS.find((known) => known === resourceKind);
  const href = kind && resourceId ? consolePath.resource(kind, resourceId) : null;
  return (
    <div className="grid gap-0.5">
      <span>
        <span className="font-medium">{EVENT_WORDS[event] ?? event}</span>
        {subject ? <span className="break-words">: {subject}</span> : null}
      </span>
      {changesOf(detail).map(({ what, from, to }) => (
        <span key={what} className="text-muted">
          {what ? `${what}: ` : null}
          {from ?? 'none'} <span aria-hidden="true">→</span>
          <span className="sr-only">to</span> {to ?? 'none'}
        </span>
      ))}
      {kind && resourceId ? (
        <span className="text-muted">
          {RESOURCE_WORDS[kind]}{' '}
          {href ? (
            <Link href={href}>
              <code>{resourceId}</code>
            </Link>
          ) : (
            <code>{resourceId}</code>
          )}
        </span>
      ) : null}
    </div>
  );
}

function Why({ because }: { because: string[] }) {
  if (because.length === 0) return <span className="text-muted">No right was needed</span>;
  return because.map((rule, index) => (
    <span key={rule} title={rule}>
      {index > 0 ? '; ' : null}
      {ruleWords(rule)}
    </span>
  ));
}
