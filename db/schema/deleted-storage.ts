/** Storages that are gone, and whose content is still to be removed. */
import { pgTable, text } from 'drizzle-orm/pg-core';
import type { StorageKind } from '../../lib/vocabulary.ts';
import { id, instant } from './columns.ts';

export const deletedStorages = pgTable('deleted_storages', {
  id: id('id').primaryKey(),
  kind: text('kind').$type<StorageKind>().notNull(),
  deletedAt: instant('deleted_at').notNull().defaultNow(),
});
