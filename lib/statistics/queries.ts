/** Statements on the statistics of datasets. They take a proof and decide nothing. */
import { pool } from '../../db/client.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized } from '../authorization/authorize.ts';
import type { FieldStatistics } from '../dataset/schema/field-statistics.ts';
import type { CountedItems } from '../dataset/schema/judge.ts';

/**
 * Adds what was counted in a push to what is known. The row of the dataset is locked by the push already, so two of them never wait for
 * each other here. `itemCount`: how many items the push had.
 */
export async function addStatistics(
  tx: Transaction,
  proof: Authorized<'dataset', 'write'>,
  { fields, statistics }: CountedItems,
  itemCount: number,
): Promise<void> {
  await tx.client.query({
    name: 'add-dataset-statistics',
    text: `
      INSERT INTO dataset_statistics AS known (dataset_id, item_count, fields, mins, maxs, null_counts, empty_counts)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (dataset_id) DO UPDATE SET
        item_count = known.item_count + excluded.item_count,
        mins = ${merged('mins', 'LEAST(a, b)')},
        maxs = ${merged('maxs', 'GREATEST(a, b)')},
        null_counts = ${merged('null_counts', 'a + b')},
        empty_counts = ${merged('empty_counts', 'a + b')}`,
    values: [
      proof.row.id,
      itemCount,
      fields,
      statistics.map(({ min }) => min),
      statistics.map(({ max }) => max),
      statistics.map(({ nullCount }) => nullCount),
      statistics.map(({ emptyCount }) => emptyCount),
    ],
  });
}

/** Both sides of an array column, place by place. LEAST and GREATEST pass over nulls, which stand for no value at all. */
const merged = (column: string, expression: string) =>
  `ARRAY(SELECT ${expression} FROM unnest(known.${column}, excluded.${column}) WITH ORDINALITY AS pair(a, b, place) ORDER BY place)`;

/** What is known of each field; null when it is not about all items. Fields come as they are described. */
export async function selectStatistics(
  proof: Authorized<'dataset', 'read'>,
): Promise<{ itemCount: number; fields: Map<string, FieldStatistics> | null }> {
  const { rows } = await pool().query<StatisticsRow>({
    name: 'select-dataset-statistics',
    // One statement, so that a push in between is in both numbers or in none.
    text: `
      SELECT d.item_count AS "itemCount", s.item_count AS "countedItems", s.fields, s.mins, s.maxs, s.null_counts::float8[] AS "nullCounts",
        s.empty_counts::float8[] AS "emptyCounts"
      FROM datasets d LEFT JOIN dataset_statistics s ON s.dataset_id = d.id WHERE d.id = $1`,
    values: [proof.row.id],
  });
  const [row] = rows;
  if (!row) return { itemCount: 0, fields: null };
  const { itemCount } = row;
  if (row.countedItems !== itemCount) return { itemCount, fields: null };
  const fields = row.fields.map((field, place): [string, FieldStatistics] => [
    field,
    {
      min: row.mins[place] ?? null,
      max: row.maxs[place] ?? null,
      nullCount: row.nullCounts[place] ?? 0,
      emptyCount: row.emptyCounts[place] ?? 0,
    },
  ]);
  return { itemCount, fields: new Map(fields) };
}

interface StatisticsRow {
  itemCount: number;
  /** null, and all that follows with it, before the first push. */
  countedItems: number | null;
  fields: string[];
  mins: (number | null)[];
  maxs: (number | null)[];
  nullCounts: number[];
  emptyCounts: number[];
}
