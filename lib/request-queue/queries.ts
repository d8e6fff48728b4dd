/** Statements on requests. They take a proof and decide nothing. Whatever locks several rows does so in the order of ids. */
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized } from '../authorization/authorize.ts';
import { countChange, NOW_MICROS } from './clock.ts';
import type { RequestValues } from './request-text.ts';

type Writer = Authorized<'request-queue', 'write'>;

/** What was there before a change. */
export interface Registration {
  wasAlreadyPresent: boolean;
  wasAlreadyHandled: boolean;
}

/**
 * Notes that a client has changed something; a client without a key is a new one each time. It comes before any lock on a request.
 * Gives whether more than one has.
 */
export async function noteClient(tx: Transaction, { row }: Writer, clientKey: string | null): Promise<boolean> {
  if (row.hadMultipleClients) return true;
  if (clientKey !== null && row.firstClientKey === clientKey) return false;
  const { rows } = await tx.client.query<{ hadMultipleClients: boolean }>({
    name: 'note-queue-client',
    text: `
      UPDATE request_queues SET
        had_multiple_clients = had_multiple_clients OR (first_client_key IS NOT NULL AND (first_client_key <> $2 OR $2 = '')),
        first_client_key = coalesce(first_client_key, $2)
      WHERE id = $1 RETURNING had_multiple_clients AS "hadMultipleClients"`,
    values: [row.id, clientKey ?? ''],
  });
  return rows[0]?.hadMultipleClients ?? true;
}

/**
 * Adds those requests that are not there, in their order. `requests`: each id once. Gives what is known of each by its id; one that
 * somebody else was adding or deleting at the same time may be missing.
 */
export async function insertRequests(
  tx: Transaction,
  { row }: Writer,
  requests: readonly RequestValues[],
  forefront: boolean,
): Promise<Map<string, Registration>> {
  const { rows } = await tx.client.query<Registration & { id: string }>({
    name: 'insert-queue-requests',
    text: INSERT_REQUESTS,
    values: [row.id, forefront, ...columnsOf(requests)],
  });
  return new Map(rows.map(({ id, ...registration }) => [id, registration]));
}

/** Places are in the past, however many there are: one in the future would be locked. */
const INSERT_REQUESTS = `
  WITH given AS MATERIALIZED (
    SELECT * FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[], $9::timestamptz[], $10::int[], $11::text[])
      WITH ORDINALITY AS given(id, unique_key, url, method, retry_count, error_count, handled_at, byte_count, data, n)
  ), present AS MATERIALIZED (
    SELECT id, handled_at IS NOT NULL AS is_handled FROM queue_requests WHERE queue_id = $1 AND id = ANY ($3)
  ), inserted AS (
    INSERT INTO queue_requests (queue_id, id, unique_key, url, method, retry_count, error_count, order_no, handled_at, byte_count, data)
    SELECT $1, id, unique_key, url, method, retry_count, error_count,
      CASE WHEN handled_at IS NULL THEN CASE WHEN $2 THEN -1 ELSE 1 END * (${NOW_MICROS} - cardinality($3) + n) END, handled_at, byte_count, data
    FROM given WHERE NOT EXISTS (SELECT 1 FROM present WHERE present.id = given.id)
    ORDER BY id
    ON CONFLICT DO NOTHING RETURNING id, handled_at, byte_count
  ), counted AS (
    ${countChange(`
      FROM (SELECT count(*) AS total, count(handled_at) AS handled, sum(byte_count) AS bytes FROM inserted) AS change WHERE total > 0`)}
  )
  SELECT id, false AS "wasAlreadyPresent", false AS "wasAlreadyHandled" FROM inserted
  UNION ALL SELECT id, true, is_handled FROM present`;

/**
 * Puts a request in the place of the one with its id, or adds it. It goes to the front or to the end, at once or when the lock on it
 * ends; one that is handled leaves the queue and loses its lock. null if somebody else was adding it at the same time.
 */
export async function upsertRequest(
  tx: Transaction,
  { row }: Writer,
  request: RequestValues,
  forefront: boolean,
): Promise<Registration | null> {
  const { rows } = await tx.client.query<Registration & { isDone: boolean }>({
    name: 'upsert-queue-request',
    text: UPSERT_REQUEST,
    values: [row.id, forefront, ...columnsOf([request]).map(([value]) => value)],
  });
  const [changed] = rows;
  if (!changed?.isDone) return null;
  return { wasAlreadyPresent: changed.wasAlreadyPresent, wasAlreadyHandled: changed.wasAlreadyHandled };
}

const UPSERT_REQUEST = `
  WITH clock AS (SELECT CASE WHEN $2 THEN -1 ELSE 1 END AS direction, ${NOW_MICROS} AS now),
  old AS MATERIALIZED (
    SELECT id, handled_at, order_no, byte_count FROM queue_requests WHERE queue_id = $1 AND id = $3 FOR UPDATE
  ), updated AS (
    UPDATE queue_requests r SET
      unique_key = $4, url = $5, method = $6, retry_count = $7, error_count = $8, handled_at = $9, byte_count = $10, data = $11,
      order_no = CASE WHEN $9::timestamptz IS NULL THEN clock.direction * greatest(clock.now, abs(old.order_no)) END,
      lock_client_key = CASE WHEN $9::timestamptz IS NULL THEN r.lock_client_key END,
      lock_holder = CASE WHEN $9::timestamptz IS NULL THEN r.lock_holder END
    FROM old, clock WHERE r.queue_id = $1 AND r.id = old.id
    RETURNING 0 AS total, (r.handled_at IS NOT NULL)::int - (old.handled_at IS NOT NULL)::int AS handled, r.byte_count - old.byte_count AS bytes
  ), inserted AS (
    INSERT INTO queue_requests (queue_id, id, unique_key, url, method, retry_count, error_count, order_no, handled_at, byte_count, data)
    SELECT $1, $3, $4, $5, $6, $7::int, $8::int, CASE WHEN $9::timestamptz IS NULL THEN clock.direction * clock.now END, $9, $10::int, $11
    FROM clock WHERE NOT EXISTS (SELECT 1 FROM old)
    ON CONFLICT DO NOTHING
    RETURNING 1 AS total, (handled_at IS NOT NULL)::int AS handled, byte_count AS bytes
  ), change AS (SELECT * FROM updated UNION ALL SELECT * FROM inserted),
  counted AS (${countChange('FROM change')})
  SELECT EXISTS (SELECT 1 FROM change) AS "isDone", EXISTS (SELECT 1 FROM old) AS "wasAlreadyPresent",
    coalesce((SELECT handled_at IS NOT NULL FROM old), false) AS "wasAlreadyHandled"`;

const columnsOf = (requests: readonly RequestValues[]): unknown[][] => [
  requests.map((request) => request.id),
  requests.map((request) => request.uniqueKey),
  requests.map((request) => request.url),
  requests.map((request) => request.method),
  requests.map((request) => request.retryCount),
  requests.map((request) => request.errorCount),
  requests.map((request) => request.handledAt),
  requests.map((request) => request.byteCount),
  requests.map((request) => request.data),
];

/** Deletes requests, locked or not; gives those that were there. */
export async function deleteRequests(
  tx: Transaction,
  { row }: Writer,
  ids: readonly string[],
): Promise<{ id: string; uniqueKey: string }[]> {
  const { rows } = await tx.client.query<{ id: string; uniqueKey: string }>({
    name: 'delete-queue-requests',
    text: `
      WITH doomed AS MATERIALIZED (
        SELECT id FROM queue_requests WHERE queue_id = $1 AND id = ANY ($2::text[]) ORDER BY id FOR UPDATE
      ), deleted AS (
        DELETE FROM queue_requests r USING doomed WHERE r.queue_id = $1 AND r.id = doomed.id
        RETURNING r.id, r.unique_key, r.handled_at, r.byte_count
      ), counted AS (
        ${countChange(`
          FROM (SELECT -count(*) AS total, -count(handled_at) AS handled, -sum(byte_count) AS bytes FROM deleted) AS change WHERE total < 0`)}
      )
      SELECT id, unique_key AS "uniqueKey" FROM deleted`,
    values: [row.id, ids],
  });
  return rows;
}
