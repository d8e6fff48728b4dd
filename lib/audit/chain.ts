/** The chain that makes the audit trail tamper-evident. Pure. */
import { createHash } from 'node:crypto';

/** What a hash covers: a row of `audit_events` without its hash. */
export interface AuditContent {
  accountId: string;
  sequence: number;
  at: Date;
  event: string;
  principal: unknown;
  resourceKind: string | null;
  resourceId: string | null;
  detail: unknown;
  because: readonly string[];
  via: string;
  requestId: string;
  ipAddress: string | null;
  userAgent: string | null;
}

/** The hash before an account's first row. */
export const CHAIN_START: Buffer = Buffer.alloc(32);

/** SHA-256 over the previous hash and the row. Keys are sorted, since the database keeps JSON in an order of its own. */
export function chainHash(previous: Buffer, content: AuditContent): Buffer {
  const { accountId, sequence, at, event, principal, resourceKind, resourceId, detail, because, via } = content;
  const { requestId, ipAddress, userAgent } = content;
  const fields = [
    accountId,
    sequence,
    at.toISOString(),
    event,
    principal,
    resourceKind,
    resourceId,
    detail,
    because,
    via,
  ];
  const text = JSON.stringify(sorted([...fields, requestId, ipAddress, userAgent]));
  return createHash('sha256').update(previous).update(text).digest();
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, sorted(member)]));
}

/** The end of a chain, kept beside it: what shows that its newest rows were cut off. */
export interface ChainHead {
  sequence: number;
  hash: Buffer;
}

/**
 * The sequence of the first row that does not fit its chain, or is missing; null if all fit. `rows`: all of an account's, in order; `head`:
 * null for an account without a trail.
 */
export function firstBrokenLink(
  rows: readonly (AuditContent & { hash: Buffer })[],
  head: ChainHead | null,
): number | null {
  let previous = CHAIN_START;
  for (const [index, row] of rows.entries()) {
    if (row.sequence !== index + 1 || !chainHash(previous, row).equals(row.hash)) return index + 1;
    previous = row.hash;
  }
  const end = head ?? { sequence: 0, hash: CHAIN_START };
  const isWhole = end.sequence === rows.length && end.hash.equals(previous);
  return isWhole ? null : rows.length + 1;
}
