/** Datasets and their items. */
import { bigint, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { id, instant } from './columns.ts';
import { resources } from './resource.ts';

export const datasets = pgTable('datasets', {
  id: id('id')
    .primaryKey()
    .references(() => resources.id, { onDelete: 'cascade' }),
  title: text('title'),
  itemCount: bigint('item_count', { mode: 'number' }).notNull().default(0),
  /** Items that are not empty once fields starting with `#` are left out. */
  cleanItemCount: bigint('clean_item_count', { mode: 'number' }).notNull().default(0),
  byteCount: bigint('byte_count', { mode: 'number' }).notNull().default(0),
  /** Names of top-level fields seen so far, in order of appearance. */
  fields: text('fields').array().notNull().default([]),
  schema: jsonb('schema').$type<Record<string, unknown>>(),
  modifiedAt: instant('modified_at').notNull().defaultNow(),
  accessedAt: instant('accessed_at').notNull().defaultNow(),
});

/**
 * Items as the text that was sent: `json` would keep it too, but costs a second validation. Positions of a dataset run from 0 without
 * gaps, so an offset is a key. There is no foreign key, which would cost a look-up for each item: an insert depends on the row of its
 * dataset, and items of deleted datasets are removed by the worker.
 */
export const datasetItems = pgTable(
  'dataset_items',
  {
    datasetId: id('dataset_id').notNull(),
    position: bigint('position', { mode: 'number' }).notNull(),
    data: text('data').notNull(),
  },
  (table) => [primaryKey({ columns: [table.datasetId, table.position] })],
);
