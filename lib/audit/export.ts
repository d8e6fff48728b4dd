import { stringify } from 'csv-stringify/sync';
import type { Ctx } from '../context.ts';
import { type AuditEventView, exportAuditEvents } from './list.ts';
import type { AuditFilter } from './queries.ts';

export const AUDIT_FORMATS = {
  csv: { contentType: 'text/csv; charset=utf-8', write: csv },
  jsonl: { contentType: 'application/x-ndjson; charset=utf-8', write: jsonLines },
} as const;

export type AuditFormat = keyof typeof AUDIT_FORMATS;

/** Writes the filtered trail, newest first, page by page. Errors: as `listAuditEvents`, the first time before anything is written. */
export async function* exportAuditText(ctx: Ctx, filter: AuditFilter, format: AuditFormat): AsyncGenerator<string> {
  const { write } = AUDIT_FORMATS[format];
  let isFirst = true;
  for await (const events of exportAuditEvents(ctx, filter)) {
    yield write(events, isFirst);
    isFirst = false;
  }
  if (isFirst) yield write([], true);
}

const COLUMNS = [
  'sequence',
  'at',
  'event',
  'who',
  'principalKind',
  'resourceKind',
  'resourceId',
  'detail',
  'because',
  'via',
  'requestId',
  'ipAddress',
  'userAgent',
] as const satisfies (keyof AuditEventView)[];

/**
 * A report for spreadsheets. User agents and labels are strangers' text, and a spreadsheet would run one that begins with `=`, `+`, `-` or
 * `@` as a formula: these get an apostrophe in front. The JSON Lines are as recorded.
 */
function csv(events: AuditEventView[], isFirst: boolean): string {
  const rows = events.map((event) => ({
    ...event,
    at: event.at.toISOString(),
    detail: JSON.stringify(event.detail),
    because: event.because.join(' '),
  }));
  return stringify(rows, {
    header: isFirst,
    columns: [...COLUMNS],
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}

function jsonLines(events: AuditEventView[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}
