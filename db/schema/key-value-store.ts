/** Key-value stores. */
import { bigint, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';
import { resources } from './resource.ts';

export const keyValueStores = pgTable('key_value_stores', {
  id: id('id')
    .primaryKey()
    .references(() => resources.id, { onDelete: 'cascade' }),
  title: text('title'),
  recordCount: bigint('record_count', { mode: 'number' }).notNull().default(0),
  byteCount: bigint('byte_count', { mode: 'number' }).notNull().default(0),
  schema: jsonb('schema').$type<Record<string, unknown>>(),
  modifiedAt: instant('modified_at').notNull().defaultNow(),
  accessedAt: instant('accessed_at').notNull().defaultNow(),
});
