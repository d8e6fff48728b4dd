/** Request queues. */
import { bigint, boolean, pgTable, text } from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';
import { resources } from './resource.ts';

export const requestQueues = pgTable('request_queues', {
  id: id('id')
    .primaryKey()
    .references(() => resources.id, { onDelete: 'cascade' }),
  title: text('title'),
  totalRequestCount: bigint('total_request_count', { mode: 'number' }).notNull().default(0),
  handledRequestCount: bigint('handled_request_count', { mode: 'number' }).notNull().default(0),
  /** Whether more than one client, told apart by their keys, has touched it. */
  hadMultipleClients: boolean('had_multiple_clients').notNull().default(false),
  byteCount: bigint('byte_count', { mode: 'number' }).notNull().default(0),
  modifiedAt: instant('modified_at').notNull().defaultNow(),
  accessedAt: instant('accessed_at').notNull().defaultNow(),
});
