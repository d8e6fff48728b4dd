import type { AuditEventView } from '@/lib/audit/list.ts';

/** Where an event came from, for those who follow a trace. Opens without JavaScript. */
export function AuditDetails({ event }: { event: AuditEventView }) {
  const { sequence, at, requestId, ipAddress, userAgent, because } = event;
  const facts = [
    { term: 'At', value: at.toISOString() },
    { term: 'Request', value: requestId },
    { term: 'Address', value: ipAddress ?? 'unknown' },
    { term: 'User agent', value: userAgent ?? 'none' },
    { term: 'Rules', value: because.join(', ') || 'none' },
    { term: 'Event', value: event.event },
  ];
  return (
    <details className="group">
      <summary className="inline-flex min-h-6 items-center rounded-sm text-accent-ink underline underline-offset-2">
        <span className="group-open:hidden">Show</span>
        <span className="hidden group-open:inline">Hide</span>
        <span className="sr-only"> details of event {sequence}</span>
      </summary>
      <dl className="mt-1 grid w-60 max-w-full gap-1.5 text-xs whitespace-normal">
        {facts.map(({ term, value }) => (
          <div key={term}>
            <dt className="text-muted">{term}</dt>
            <dd className="font-mono break-all">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
