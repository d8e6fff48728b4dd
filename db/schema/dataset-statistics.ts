/** What is known of the fields that a dataset's schema describes. */
import { bigint, doublePrecision, pgTable, text } from 'drizzle-orm/pg-core';
import { id } from './columns.ts';
import { datasets } from './dataset.ts';

/**
 * One row for each dataset whose schema describes fields, from its first push on. The arrays go together by place with `fields`, so that
 * a push changes one row, however many fields there are.
 */
export const datasetStatistics = pgTable('dataset_statistics', {
  datasetId: id('dataset_id')
    .primaryKey()
    .references(() => datasets.id, { onDelete: 'cascade' }),
  /** How many items were counted: where it is not all of them, nothing here is exact. */
  itemCount: bigint('item_count', { mode: 'number' }).notNull(),
  fields: text('fields').array().notNull(),
  mins: doublePrecision('mins').array().notNull(),
  maxs: doublePrecision('maxs').array().notNull(),
  nullCounts: bigint('null_counts', { mode: 'number' }).array().notNull(),
  emptyCounts: bigint('empty_counts', { mode: 'number' }).array().notNull(),
});
