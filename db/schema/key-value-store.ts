/** Key-value stores, their records, and the bytes of large ones. */
import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytes, bytewiseText, id, instant } from './columns.ts';
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

/**
 * Records. The bytes of a small one are in `data`, so that they come with the decision in one statement; those of a large one are a blob.
 * `digest`: SHA-256 of the bytes. There is no foreign key to the store: a write depends on the store's row, and the records of a deleted
 * store are removed by the worker.
 */
export const records = pgTable(
  'records',
  {
    storeId: id('store_id').notNull(),
    /** In the order of its bytes, whatever the database's own order is: that is the order of the API. */
    key: bytewiseText('key').notNull(),
    contentType: text('content_type').notNull(),
    byteCount: bigint('byte_count', { mode: 'number' }).notNull(),
    digest: bytes('digest').notNull(),
    data: bytes('data'),
    blobId: id('blob_id'),
    modifiedAt: instant('modified_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.storeId, table.key] }),
    check('records_content', sql`(${table.data} IS NULL) <> (${table.blobId} IS NULL)`),
  ],
);

/**
 * The bytes of large records, wherever they are. A row is there before the first byte is, so that none is ever lost sight of: bytes being
 * `WRITING` that nobody has touched for long, and those `REMOVED` long enough for every reader to be done, are cleared away by the worker.
 */
export const blobs = pgTable(
  'blobs',
  {
    id: id('id').primaryKey(),
    storeId: id('store_id').notNull(),
    location: text('location').$type<'DATABASE' | 'S3'>().notNull(),
    state: text('state').$type<'WRITING' | 'KEPT' | 'REMOVED'>().notNull().default('WRITING'),
    /** When it came into its state, or was last written to. */
    touchedAt: instant('touched_at').notNull().defaultNow(),
  },
  (table) => [
    index('blobs_of_store').on(table.storeId),
    index('blobs_to_clear').on(table.touchedAt).where(sql`${table.state} <> 'KEPT'`),
    check('blobs_location', sql`${table.location} IN ('DATABASE', 'S3')`),
    check('blobs_state', sql`${table.state} IN ('WRITING', 'KEPT', 'REMOVED')`),
  ],
);

/** Bytes kept in the database, in chunks of one size but for the last. They are stored as they are, so that a part is read without the rest. */
export const blobChunks = pgTable(
  'blob_chunks',
  {
    blobId: id('blob_id').notNull(),
    position: integer('position').notNull(),
    data: bytes('data').notNull(),
  },
  (table) => [primaryKey({ columns: [table.blobId, table.position] })],
);
