/** Statements on datasets. They take a proof and decide nothing. */
import { and, eq, sql } from 'drizzle-orm';
import { pool } from '../../db/client.ts';
import { datasets, deletedDatasets } from '../../db/schema/dataset.ts';
import { resources } from '../../db/schema/resource.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized, AuthorizedAccount, Listing } from '../authorization/authorize.ts';
import { type ListingFilter, listedPage, listedTotal } from '../authorization/listing.ts';
import { createId } from '../ids.ts';
import type { PageKey } from '../paging.ts';
import type { AccountGeneralAccess, GeneralAccess } from '../vocabulary.ts';

/** Inserts a dataset; null if the account has one of that name already. */
export async function insertDataset(
  tx: Transaction,
  proof: AuthorizedAccount<'create-storage'>,
  values: { name: string | null; title: string | null; schema: Record<string, unknown> | null },
): Promise<string | null> {
  const id = createId();
  const inserted = await tx.db
    .insert(resources)
    .values({
      id,
      kind: 'dataset',
      ownerId: proof.account.id,
      name: values.name,
      createdByTokenId: proof.principal.kind === 'token' ? proof.principal.tokenId : null,
    })
    .onConflictDoNothing()
    .returning({ id: resources.id });
  if (inserted.length === 0) return null;
  await tx.db.insert(datasets).values({ id, title: values.title, schema: values.schema });
  return id;
}

/** The id of the account's dataset of that name, if there is one. */
export async function findOwnDatasetByName(
  tx: Transaction,
  proof: AuthorizedAccount<'list'>,
  name: string,
): Promise<string | null> {
  const [row] = await tx.db
    .select({ id: resources.id })
    .from(resources)
    .where(
      and(
        eq(resources.ownerId, proof.account.id),
        eq(resources.kind, 'dataset'),
        eq(sql`lower(${resources.name})`, name.toLowerCase()),
      ),
    );
  return row?.id ?? null;
}

/** Whether another dataset of the owner has this name. */
export async function isNameTaken(
  tx: Transaction,
  proof: Authorized<'dataset', 'write'>,
  name: string,
): Promise<boolean> {
  const rows = await tx.db
    .select({ id: resources.id })
    .from(resources)
    .where(
      and(
        eq(resources.ownerId, proof.row.ownerId),
        eq(resources.kind, 'dataset'),
        eq(sql`lower(${resources.name})`, name.toLowerCase()),
        sql`${resources.id} <> ${proof.row.id}`,
      ),
    );
  return rows.length > 0;
}

export async function setNameAndTitle(
  tx: Transaction,
  proof: Authorized<'dataset', 'write'>,
  values: { name?: string | null; title?: string | null },
): Promise<void> {
  if (values.name !== undefined) {
    await tx.db.update(resources).set({ name: values.name }).where(eq(resources.id, proof.row.id));
  }
  await tx.db
    .update(datasets)
    .set({ modifiedAt: new Date(), ...(values.title !== undefined && { title: values.title }) })
    .where(eq(datasets.id, proof.row.id));
}

export async function setGeneralAccess(
  tx: Transaction,
  proof: Authorized<'dataset', 'share'>,
  generalAccess: GeneralAccess,
): Promise<void> {
  await tx.db.update(resources).set({ generalAccess }).where(eq(resources.id, proof.row.id));
}

/** Removes the dataset at once; its items, which nothing can reach any more, are left to the worker. */
export async function deleteDataset(tx: Transaction, proof: Authorized<'dataset', 'write'>): Promise<void> {
  await tx.db.insert(deletedDatasets).values({ id: proof.row.id });
  await tx.db.delete(resources).where(eq(resources.id, proof.row.id));
}

/**
 * Appends items in one statement. Positions come from the counter on the dataset's row, whose lock orders pushes from several sides.
 * `joined`: the items' texts with `ITEM_SEPARATOR` (U+001E) between them. Returns whether the dataset was still there.
 */
export async function appendItems(
  tx: Transaction,
  proof: Authorized<'dataset', 'write'>,
  items: { joined: string; count: number; cleanCount: number; byteCount: number; fields: readonly string[] },
): Promise<boolean> {
  const { rowCount } = await tx.client.query({
    name: 'append-dataset-items',
    text: `
      WITH counted AS (
        UPDATE datasets SET
          item_count = item_count + $2, clean_item_count = clean_item_count + $3, byte_count = byte_count + $4, modified_at = now(),
          fields = CASE WHEN fields @> $5::text[] THEN fields ELSE (fields || ARRAY(
            SELECT u.field FROM unnest($5::text[]) WITH ORDINALITY AS u(field, n) WHERE u.field <> ALL (fields) ORDER BY u.n
          ))[1:${MAX_KNOWN_FIELDS}] END
        WHERE id = $1 RETURNING item_count - $2 AS first
      )
      INSERT INTO dataset_items (dataset_id, position, data)
      SELECT $1, counted.first + item.n - 1, item.data
      FROM counted, string_to_table($6, E'\\x1e') WITH ORDINALITY AS item(data, n)`,
    values: [proof.row.id, items.count, items.cleanCount, items.byteCount, items.fields, items.joined],
  });
  return rowCount === items.count;
}

/** Names of fields kept for the columns of tables; further ones are left out of CSV and Excel. */
const MAX_KNOWN_FIELDS = 2_000;

export interface ItemsPage {
  /** Items' texts with the separator between them; empty when there are none. */
  joined: string;
  count: number;
}

/**
 * One page of items from `position` on: up to `maxCount` items, or fewer once they pass `MAX_PAGE_BYTES`, but at least one. The sizes come
 * from headers of stored values, so a large item that is left for the next page is not read.
 */
export async function readItems(
  proof: Authorized<'dataset', 'read'>,
  page: { position: number; maxCount: number; desc: boolean; separator: string },
): Promise<ItemsPage> {
  const { rows } = await pool().query<{ joined: string | null; count: number }>({
    name: page.desc ? 'read-items-desc' : 'read-items',
    text: page.desc ? READ_ITEMS('<=', 'DESC') : READ_ITEMS('>=', 'ASC'),
    values: [proof.row.id, page.position, Math.min(page.maxCount, expectedPageItems(proof.row)), page.separator],
  });
  return { joined: rows[0]?.joined ?? '', count: rows[0]?.count ?? 0 };
}

const MAX_PAGE_ITEMS = 5_000;

/** Items of average size that fill a page, and a few more: one that is looked at and left for the next page costs as much as one read. */
function expectedPageItems({ itemCount, byteCount }: { itemCount: number; byteCount: number }): number {
  const averageBytes = Math.max(1, byteCount / Math.max(1, itemCount));
  return Math.min(MAX_PAGE_ITEMS, Math.ceil((1.1 * MAX_PAGE_BYTES) / averageBytes) + 1);
}

/** A batch is written in one go, without a pause for other requests. */
const MAX_PAGE_BYTES = 262_144;

const READ_ITEMS = (from: '<=' | '>=', order: 'ASC' | 'DESC') => `
  SELECT string_agg(data, $4) AS joined, count(*)::int AS count
  FROM (
    SELECT position, data, sum(octet_length(data)) OVER (ORDER BY position ${order} ROWS UNBOUNDED PRECEDING) - octet_length(data) AS bytes_before
    FROM (
      SELECT position, data FROM dataset_items WHERE dataset_id = $1 AND position ${from} $2 ORDER BY position ${order} LIMIT $3
    ) AS candidates
  ) AS sized
  WHERE bytes_before < ${MAX_PAGE_BYTES}`;

export interface DatasetListRow {
  id: string;
  name: string | null;
  title: string | null;
  ownerId: string;
  ownerUsername: string;
  generalAccess: GeneralAccess;
  ownerGeneralAccess: AccountGeneralAccess;
  createdAt: Date;
  modifiedAt: Date;
  accessedAt: Date;
  itemCount: number;
  cleanItemCount: number;
  byteCount: number;
  /** Unexpired grants and live links. */
  grantCount: number;
  linkCount: number;
}

/** A page of the list; `total` counts the whole of it. */
export async function listDatasets(
  listing: Listing<'dataset'>,
  filter: ListingFilter,
  page: { limit: number; offset: number; desc: boolean; after?: PageKey | undefined },
): Promise<{ rows: DatasetListRow[]; total: number }> {
  const listed = listedPage(listing, filter, page);
  const total = listedTotal(listing, filter);
  const direction = page.desc ? 'DESC' : 'ASC';
  const [rows, totals] = await Promise.all([
    pool().query<DatasetListRow>(
      `SELECT r.id, r.name, d.title, r.owner_id AS "ownerId", o.username AS "ownerUsername", r.general_access AS "generalAccess",
         o.general_access AS "ownerGeneralAccess", r.created_at AS "createdAt", d.modified_at AS "modifiedAt", d.accessed_at AS "accessedAt",
         d.item_count AS "itemCount", d.clean_item_count AS "cleanItemCount", d.byte_count AS "byteCount",
         (SELECT count(*) FROM grants g WHERE g.resource_id = r.id AND (g.expires_at IS NULL OR g.expires_at > now())) AS "grantCount",
         (SELECT count(*) FROM links l WHERE l.resource_id = r.id AND l.revoked_at IS NULL
            AND (l.expires_at IS NULL OR l.expires_at > now())) AS "linkCount"
       FROM (${listed.text}) AS page
       JOIN resources r ON r.id = page.id JOIN accounts o ON o.id = r.owner_id JOIN datasets d ON d.id = r.id
       ORDER BY page.created_at ${direction}, page.id ${direction}`,
      listed.values,
    ),
    pool().query<{ total: number }>(total.text, total.values),
  ]);
  return { rows: rows.rows, total: totals.rows[0]?.total ?? 0 };
}
