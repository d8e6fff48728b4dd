/** Statements on locks of requests; see `queueRequests.orderNo`. They take a proof and decide nothing. */
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized } from '../authorization/authorize.ts';
import { countChange, isFree, NOW_MICROS } from '../request-queue/clock.ts';
import type { LockOwner } from './lock-owner.ts';

type Writer = Authorized<'request-queue', 'write'>;

/** A request that has just been locked. */
export interface LockedRequest {
  id: string;
  uniqueKey: string;
  url: string;
  method: string;
  retryCount: number;
  lockExpiresAt: Date;
}

/**
 * Locks the first requests that are free, in one statement. Those that somebody else is changing at this moment are passed over, so that
 * clients do not wait for each other. `hasLocked`: whether any request is locked then, by whomever: whatever is left when nothing could be
 * taken is locked or about to be.
 */
export async function lockFirst(
  tx: Transaction,
  { row }: Writer,
  owner: LockOwner,
  { limit, lockSecs }: { limit: number; lockSecs: number },
): Promise<{ items: LockedRequest[]; hasLocked: boolean }> {
  const { rows } = await tx.client.query<LockedRequest & { id: string | null; hasLocked: boolean }>({
    name: 'lock-queue-head',
    text: LOCK_FIRST,
    values: [row.id, limit, lockSecs, owner.clientKey, owner.holder],
  });
  return {
    hasLocked: rows[0]?.hasLocked ?? false,
    items: rows.filter(({ id }) => id !== null).map(({ hasLocked: _, ...item }) => item),
  };
}

/** Those locked together keep their order when the locks end; no two end at once, so that one moved to the other end meets none there. */
const LOCK_FIRST = `
  WITH clock AS MATERIALIZED (SELECT ${NOW_MICROS} AS now),
  taken AS MATERIALIZED (
    SELECT id, order_no FROM queue_requests WHERE queue_id = $1 AND ${isFree('(SELECT now FROM clock)')}
    ORDER BY order_no, id LIMIT $2 FOR UPDATE SKIP LOCKED
  ), numbered AS (
    SELECT id, order_no < 0 AS is_first, row_number() OVER (ORDER BY order_no, id) AS n, count(*) OVER () AS total FROM taken
  ), locked AS (
    UPDATE queue_requests r SET
      order_no = CASE WHEN is_first THEN -(now + $3::bigint * 1000000 + 2 * total - n) ELSE now + $3::bigint * 1000000 + n END,
      lock_client_key = $4, lock_holder = $5
    FROM numbered, clock WHERE r.queue_id = $1 AND r.id = numbered.id
    RETURNING numbered.n, r.id, r.unique_key, r.url, r.method, r.retry_count, abs(r.order_no) AS ends_at
  ), counted AS (${countChange('FROM (SELECT 0 AS total, 0 AS handled, 0 AS bytes FROM taken LIMIT 1) AS change')})
  SELECT l.id, l.unique_key AS "uniqueKey", l.url, l.method, l.retry_count AS "retryCount", to_timestamp(l.ends_at / 1000000.0) AS "lockExpiresAt",
    EXISTS (SELECT 1 FROM taken)
      -- In order, so that the planner takes the index, in which the answer is the first entry.
      OR (SELECT order_no FROM queue_requests WHERE queue_id = $1 AND order_no IS NOT NULL ORDER BY order_no LIMIT 1) IS NOT NULL AS "hasLocked"
  FROM (SELECT 1) AS one LEFT JOIN locked l ON true ORDER BY l.n`;

/** What became of an attempt to change one lock. `expiresAt`: when it ends now; null if it may not be changed by this owner. */
export interface LockChange {
  isPresent: boolean;
  isHandled: boolean;
  expiresAt: Date | null;
}

/**
 * Lets an owner's lock end `lockSecs` from now, which is now for 0, and the request be at the front or at the end then. A lock that has
 * ended can be taken up again by its owner as long as nobody else has taken it.
 */
export async function moveLockEnd(
  tx: Transaction,
  { row }: Writer,
  owner: LockOwner,
  { requestId, lockSecs, forefront }: { requestId: string; lockSecs: number; forefront: boolean },
): Promise<LockChange> {
  const { rows } = await tx.client.query<LockChange>({
    name: 'move-queue-lock-end',
    text: MOVE_LOCK_END,
    values: [row.id, requestId, owner.clientKey, owner.holder, lockSecs, forefront],
  });
  return rows[0] ?? { isPresent: false, isHandled: false, expiresAt: null };
}

const MOVE_LOCK_END = `
  WITH found AS MATERIALIZED (
    SELECT id, order_no, lock_client_key = $3 OR lock_holder = $4 AS is_own FROM queue_requests WHERE queue_id = $1 AND id = $2 FOR UPDATE
  ), moved AS (
    UPDATE queue_requests r SET
      order_no = CASE WHEN $6 THEN -1 ELSE 1 END * (${NOW_MICROS} + $5::bigint * 1000000),
      lock_client_key = CASE WHEN $5 > 0 THEN $3 END, lock_holder = CASE WHEN $5 > 0 THEN $4 END
    FROM found WHERE r.queue_id = $1 AND r.id = found.id AND found.is_own AND found.order_no IS NOT NULL
    RETURNING abs(r.order_no) AS ends_at
  ), counted AS (${countChange('FROM (SELECT 0 AS total, 0 AS handled, 0 AS bytes FROM moved) AS change')})
  SELECT true AS "isPresent", found.order_no IS NULL AS "isHandled", to_timestamp(moved.ends_at / 1000000.0) AS "expiresAt"
  FROM found LEFT JOIN moved ON true`;

/** Ends all locks of an owner; the requests keep their order among themselves. Gives how many there were. */
export async function endLocks(tx: Transaction, { row }: Writer, owner: LockOwner): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>({
    name: 'end-queue-locks',
    text: END_LOCKS,
    values: [row.id, owner.clientKey, owner.holder],
  });
  return rows[0]?.count ?? 0;
}

const END_LOCKS = `
  WITH clock AS MATERIALIZED (SELECT ${NOW_MICROS} AS now),
  own AS MATERIALIZED (
    SELECT id, order_no FROM queue_requests
    WHERE queue_id = $1 AND (order_no > (SELECT now FROM clock) OR order_no < -(SELECT now FROM clock)) AND (lock_client_key = $2 OR lock_holder = $3)
    ORDER BY id FOR UPDATE
  ), numbered AS (
    SELECT id, order_no < 0 AS is_first, row_number() OVER (ORDER BY order_no, id) AS n, count(*) OVER () AS total FROM own
  ), ended AS (
    UPDATE queue_requests r SET
      order_no = CASE WHEN is_first THEN -(now - n) ELSE now - total + n END, lock_client_key = NULL, lock_holder = NULL
    FROM numbered, clock WHERE r.queue_id = $1 AND r.id = numbered.id
    RETURNING r.id
  ), counted AS (${countChange('FROM (SELECT 0 AS total, 0 AS handled, 0 AS bytes FROM own LIMIT 1) AS change')})
  SELECT count(*) AS count FROM ended`;
