/** Request queues and their requests. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  pgView,
  primaryKey,
  smallint,
  text,
} from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';
import { resources } from './resource.ts';

export const requestQueues = pgTable('request_queues', {
  id: id('id')
    .primaryKey()
    .references(() => resources.id, { onDelete: 'cascade' }),
  title: text('title'),
  /** The key of the first client that changed something, empty if it gave none; null before that. */
  firstClientKey: text('first_client_key'),
  /** Whether more than one client, told apart by their keys, has changed something. */
  hadMultipleClients: boolean('had_multiple_clients').notNull().default(false),
  modifiedAt: instant('modified_at').notNull().defaultNow(),
  accessedAt: instant('accessed_at').notNull().defaultNow(),
});

/**
 * Counts of a queue's requests, each in several rows that add up. A single row would be held by each change until it is on disk, one
 * after the other, and many clients on one queue would wait for it. A change adds to the row of its own connection, as the last thing it
 * does, so that it never waits for anything while holding it.
 */
export const requestQueueCounters = pgTable(
  'request_queue_counters',
  {
    queueId: id('queue_id')
      .notNull()
      .references(() => requestQueues.id, { onDelete: 'cascade' }),
    slot: smallint('slot').notNull(),
    totalCount: bigint('total_count', { mode: 'number' }).notNull(),
    handledCount: bigint('handled_count', { mode: 'number' }).notNull(),
    byteCount: bigint('byte_count', { mode: 'number' }).notNull(),
    modifiedAt: instant('modified_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.queueId, table.slot] })],
);

/** Queues with their counts added up. */
export const requestQueuesCounted = pgView('request_queues_counted', {
  id: id('id').notNull(),
  title: text('title'),
  firstClientKey: text('first_client_key'),
  hadMultipleClients: boolean('had_multiple_clients').notNull(),
  totalRequestCount: bigint('total_request_count', { mode: 'number' }).notNull(),
  handledRequestCount: bigint('handled_request_count', { mode: 'number' }).notNull(),
  byteCount: bigint('byte_count', { mode: 'number' }).notNull(),
  modifiedAt: instant('modified_at').notNull(),
  accessedAt: instant('accessed_at').notNull(),
}).as(sql`
  SELECT q.id, q.title, q.first_client_key, q.had_multiple_clients, c.total AS total_request_count, c.handled AS handled_request_count,
    c.bytes AS byte_count, greatest(q.modified_at, c.modified_at) AS modified_at, q.accessed_at
  FROM request_queues q CROSS JOIN LATERAL (
    SELECT coalesce(sum(total_count), 0)::bigint AS total, coalesce(sum(handled_count), 0)::bigint AS handled,
      coalesce(sum(byte_count), 0)::bigint AS bytes, max(modified_at) AS modified_at
    FROM request_queue_counters WHERE queue_id = q.id
  ) c`);

/**
 * Requests. There is no foreign key, for the reason given at items of datasets; those of deleted queues are removed by the worker.
 *
 * `orderNo` is a request's place in the queue and its lock in one number, in microseconds since 1970 by the database's clock: when it was
 * put at the end, negative when it was put at the front, so that the latest at the front comes first; null once it is handled. A locked
 * request stands where it will be when its lock ends, which is after now, or before minus now. So those that are free to be taken are one
 * range of one index, from minus now to now, whatever is locked, and a lock that has ended needs nobody to clear it.
 */
export const queueRequests = pgTable(
  'queue_requests',
  {
    queueId: id('queue_id').notNull(),
    /** Follows from `uniqueKey`; see `requestIdOf`. */
    id: text('id').notNull(),
    uniqueKey: text('unique_key').notNull(),
    url: text('url').notNull(),
    method: text('method').notNull(),
    retryCount: integer('retry_count').notNull(),
    /** Messages in `data`, counted. */
    errorCount: integer('error_count').notNull(),
    orderNo: bigint('order_no', { mode: 'number' }),
    handledAt: instant('handled_at'),
    /** Who locked it last; see `LockOwner`. It says nothing once the lock has ended, except that nobody has locked it since. */
    lockClientKey: text('lock_client_key'),
    lockHolder: text('lock_holder'),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** Of the texts above and below. */
    byteCount: integer('byte_count').notNull(),
    /** JSON text of an object with all that has no column, member by member as it was sent. */
    data: text('data').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.queueId, table.id] }),
    index('queue_requests_in_order')
      .on(table.queueId, table.orderNo, table.id)
      .where(sql`${table.orderNo} IS NOT NULL`),
    index('queue_requests_handled')
      .on(table.queueId, table.handledAt, table.id)
      .where(sql`${table.handledAt} IS NOT NULL`),
    check('queue_requests_handled_or_in_order', sql`(${table.orderNo} IS NULL) = (${table.handledAt} IS NOT NULL)`),
  ],
);
