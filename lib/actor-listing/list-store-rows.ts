import { z } from 'zod';
import { authenticate } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { queryInteger } from '../paging.ts';
import { PERMISSION_LEVELS, type PermissionLevel } from '../vocabulary.ts';
import { type StoreRow, selectPublicActors, selectStoreCategories } from './queries.ts';

/** What the Console may ask for. What is not valid counts as absent: every such address shows something. */
const storeFilter = z.object({
  search: z.string().trim().min(1).max(200).optional().catch(undefined),
  category: z.string().min(1).max(100).optional().catch(undefined),
  level: z.enum(PERMISSION_LEVELS).optional().catch(undefined),
  sortBy: z.enum(['limitedFirst', 'popularity', 'newest', 'lastUpdate']).optional().catch(undefined),
  page: queryInteger.pipe(z.number().max(10_000)).catch(0),
});

/** A public Actor, as the Console's store shows it. */
export interface StoreRowView {
  id: string;
  name: string;
  title: string | null;
  description: string | null;
  username: string;
  ownerName: string;
  /** Of a plain start. */
  level: PermissionLevel;
  /** Whether it never gets more than limited permissions in the viewer's account. */
  hasCeiling: boolean;
  totalRuns: number;
  modifiedAt: Date;
}

export interface StorePageView {
  rows: StoreRowView[];
  total: number;
  page: number;
  hasMore: boolean;
  categories: string[];
}

const PAGE_ROWS = 24;

/** Lists public Actors, for everyone: those with limited permissions first, or what was searched for. Errors: `user-or-token-not-found`. */
export async function listStoreRows(ctx: Ctx, query: Record<string, string | undefined>): Promise<StorePageView> {
  const account = await authenticate(ctx);
  const { page, sortBy, ...filter } = storeFilter.parse(query);
  const order = sortBy ?? (filter.search ? 'relevance' : 'limitedFirst');
  const offset = page * PAGE_ROWS;
  const [{ rows, total }, categories] = await Promise.all([
    selectPublicActors({ ...filter, viewerId: account?.id ?? null, sortBy: order, offset, limit: PAGE_ROWS }),
    selectStoreCategories(),
  ]);
  return { rows: rows.map(rowView), total, page, hasMore: offset + rows.length < total, categories };
}

const rowView = ({ id, name, title, description, ownerUsername, ownerName, ...row }: StoreRow): StoreRowView => ({
  ...{ id, name, title, description, username: ownerUsername, ownerName, level: row.level, hasCeiling: row.hasCeiling },
  ...{ totalRuns: row.totalRuns, modifiedAt: row.modifiedAt },
});
