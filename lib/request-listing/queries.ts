/** Statements that read requests. They take a proof and decide nothing. */
import { pool } from '../../db/client.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized } from '../authorization/authorize.ts';
import { LOCK_EXPIRES_AT, NOW_MICROS } from '../request-queue/clock.ts';
import type { RequestValues } from '../request-queue/request-text.ts';
import type { PlaceCursor } from './cursor.ts';

type Reader = Authorized<'request-queue', 'read'>;

/** A request as it stands in the queue. */
export interface RequestRow extends RequestValues {
  createdAt: Date;
  /** null if nobody holds it. */
  lockExpiresAt: Date | null;
  /** The key of the client that holds it; null also if it gave none. */
  lockedBy: string | null;
  /** Its place in the order of what was asked for: see `orderNo`, or milliseconds of when it was handled. */
  place: number;
}
export type RequestSummary = Omit<RequestRow, 'data'>;

const SUMMARY = `id, unique_key AS "uniqueKey", url, method, retry_count AS "retryCount", error_count AS "errorCount",
  handled_at AS "handledAt", created_at AS "createdAt", byte_count AS "byteCount", ${LOCK_EXPIRES_AT} AS "lockExpiresAt",
  CASE WHEN abs(order_no) > ${NOW_MICROS} THEN lock_client_key END AS "lockedBy",
  coalesce(order_no, (extract(epoch FROM handled_at) * 1000)::bigint) AS place`;

export async function selectRequest({ row }: Reader, id: string, tx?: Transaction): Promise<RequestRow | null> {
  const { rows } = await (tx?.client ?? pool()).query<RequestRow>({
    name: tx ? 'lock-queue-request' : 'select-queue-request',
    text: `SELECT ${SUMMARY}, data FROM queue_requests WHERE queue_id = $1 AND id = $2 ${tx ? 'FOR UPDATE' : ''}`,
    values: [row.id, id],
  });
  return rows[0] ?? null;
}

/** Bytes of requests in a page, which is one text. */
const MAX_PAGE_BYTES = 4_194_304;

/** A page of requests. `hasMore`: whether there are others after them. */
export interface RequestPage<Row = RequestRow> {
  rows: Row[];
  hasMore: boolean;
}

/** All requests in the order of ids, which never changes. A page has fewer than `limit` when they are large, but at least one. */
export async function selectRequestsById(
  { row }: Reader,
  { afterId, limit }: { afterId: string | undefined; limit: number },
): Promise<RequestPage> {
  const { rows } = await pool().query<RequestRow & Candidate>({
    name: 'select-queue-requests-by-id',
    text: pageOf('SELECT * FROM queue_requests WHERE queue_id = $1 AND id > $2 ORDER BY id LIMIT $3', 'data', 'id'),
    values: [row.id, afterId ?? '', limit + 1],
  });
  return cut(rows, limit);
}

const MAX_PLACE = Number.MAX_SAFE_INTEGER;

/** What part of a queue is asked for; those that are handled are no longer in its order. */
export type Standing = 'free' | 'locked' | 'pending';

/** Requests that are not handled, in the order of the queue. Each is a range of the index, so that the others are not looked at. */
export async function selectRequestsInOrder<Columns extends 'summary' | 'data'>(
  { row }: Reader,
  {
    standing,
    columns,
    after,
    limit,
  }: { standing: Standing; columns: Columns; after: PlaceCursor | undefined; limit: number },
): Promise<RequestPage<Columns extends 'data' ? RequestRow : RequestSummary>> {
  const ranges = RANGES[standing].map(
    (range) => `(
      SELECT * FROM queue_requests
      WHERE queue_id = $1 AND order_no >= greatest($2, ${range.from}) AND order_no <= ${range.to} AND (order_no > $2 OR id > $3)
      ORDER BY order_no, id LIMIT $4
    )`,
  );
  const { rows } = await pool().query<RequestRow & Candidate>({
    name: `select-queue-requests-${standing}-${columns}`,
    text: pageOf(
      `SELECT * FROM (${ranges.join(' UNION ALL ')}) AS ranges ORDER BY order_no, id LIMIT $4`,
      columns === 'data' ? 'data' : null,
      'order_no, id',
    ),
    values: [row.id, after?.place ?? -MAX_PLACE, after?.id ?? '', limit + 1],
  });
  return cut(rows, limit);
}

/** Where the cursor is and where a range begins is one bound, since an index is entered at one of several bounds only, not the highest. */
const RANGES: Record<Standing, readonly { from: string; to: string }[]> = {
  free: [{ from: `-${NOW_MICROS}`, to: NOW_MICROS }],
  locked: [
    { from: `-${MAX_PLACE}`, to: `-${NOW_MICROS} - 1` },
    { from: `${NOW_MICROS} + 1`, to: `${MAX_PLACE}` },
  ],
  pending: [{ from: `-${MAX_PLACE}`, to: `${MAX_PLACE}` }],
};

/** Requests that are handled, the latest first. */
export async function selectHandledRequests(
  { row }: Reader,
  { after, limit }: { after: PlaceCursor | undefined; limit: number },
): Promise<RequestPage<RequestSummary>> {
  const { rows } = await pool().query<RequestRow & Candidate>({
    name: `select-queue-requests-handled${after ? '-after' : ''}`,
    text: pageOf(
      `SELECT * FROM queue_requests WHERE queue_id = $1 AND handled_at IS NOT NULL
         ${after ? 'AND (handled_at, id) < (to_timestamp($3 / 1000.0), $4)' : ''}
       ORDER BY handled_at DESC, id DESC LIMIT $2`,
      null,
      'handled_at DESC, id DESC',
    ),
    values: [row.id, limit + 1, ...(after ? [after.place, after.id] : [])],
  });
  return cut(rows, limit);
}

/** How many candidates there were, on every row of a page. */
interface Candidate {
  candidateCount: number;
}

/** Columns of `candidates` in `order`, cut before the page is too large where `data` is among them. */
const pageOf = (candidates: string, data: 'data' | null, order: string) => `
  SELECT ${SUMMARY}${data ? ', data' : ''}, candidate_count AS "candidateCount" FROM (
    SELECT *, count(*) OVER () AS candidate_count,
      ${data ? `sum(byte_count) OVER (ORDER BY ${order} ROWS UNBOUNDED PRECEDING) - byte_count` : '0'} AS bytes_before
    FROM (${candidates}) AS candidates
  ) AS sized
  WHERE bytes_before < ${MAX_PAGE_BYTES} ORDER BY ${order}`;

function cut<Row extends Candidate>(rows: Row[], limit: number): RequestPage<Row> {
  const shown = rows.slice(0, limit);
  return { rows: shown, hasMore: (rows[0]?.candidateCount ?? 0) > shown.length };
}
