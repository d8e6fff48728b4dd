/** Statements on items. They take a proof and decide nothing. */
import { pool } from '../../db/client.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized } from '../authorization/authorize.ts';

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
