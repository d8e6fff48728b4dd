/** Fragments of statements about the order of a queue; see `queueRequests.orderNo`. */

/** Microseconds since 1970 when the statement arrived, by the database's clock: processes' clocks differ. */
export const NOW_MICROS = '(extract(epoch FROM statement_timestamp()) * 1000000)::bigint';

/** Those that are free to be taken. `now`: an expression for `NOW_MICROS`. */
export const isFree = (now: string) => `order_no BETWEEN -${now} AND ${now}`;

/** Until when a request is locked; null if it is free or handled. */
export const LOCK_EXPIRES_AT = `CASE WHEN abs(order_no) > ${NOW_MICROS} THEN to_timestamp(abs(order_no) / 1000000.0) END`;

/**
 * Adds to the counts of a queue ($1) as the last thing that a statement does. `change`: a FROM clause of rows with `total`, `handled` and
 * `bytes` to add; no row, no change.
 */
export const countChange = (change: string) => `
  INSERT INTO request_queue_counters AS c (queue_id, slot, total_count, handled_count, byte_count, modified_at)
  SELECT $1, pg_backend_pid() % ${COUNTER_SLOTS}, total, handled, bytes, statement_timestamp() ${change}
  ON CONFLICT (queue_id, slot) DO UPDATE SET
    total_count = c.total_count + excluded.total_count, handled_count = c.handled_count + excluded.handled_count,
    byte_count = c.byte_count + excluded.byte_count, modified_at = excluded.modified_at`;

const COUNTER_SLOTS = 16;
