/** Items of an exact size. */
import pg from 'pg';
import type { Lab } from './lab.ts';
import { accountId, type World } from './world.ts';

/** The size that the peers in quality.md were measured with. */
export const ITEM_BYTES = 223;

/** JSON text of exactly `byteCount` bytes, as a scraper would store it. */
export function itemText(n: number, byteCount: number): string {
  const start = `{"url":"https://shop.example.com/products/${n}","title":"Product number ${n}","price":${(n % 9_000) + 99},"inStock":true,"description":"`;
  return `${start}${'Lorem ipsum dolor sit amet '.repeat(Math.ceil(byteCount / 27))}`
    .slice(0, byteCount - 2)
    .concat('"}');
}

/** A dataset of the reader (account 1) without items. */
export async function createDataset(lab: Lab, world: World, id: string): Promise<void> {
  await lab.query(
    world.url,
    `INSERT INTO resources (id, kind, owner_id, general_access) VALUES ($1, 'dataset', $2, 'RESTRICTED')`,
    [id, accountId(1)],
  );
  await lab.query(world.url, 'INSERT INTO datasets (id) VALUES ($1)', [id]);
}

/** The same with `count` items of `byteCount` bytes each, stored without the API. */
export async function createFullDataset(
  lab: Lab,
  world: World,
  id: string,
  { count, byteCount }: { count: number; byteCount: number },
): Promise<void> {
  await createDataset(lab, world, id);
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  try {
    await client.query('SET synchronous_commit = off');
    // All alike but for a number of fixed width, which keeps the size exact.
    const sample = itemText(10_000_000, byteCount);
    await client.query(
      `INSERT INTO dataset_items (dataset_id, position, data)
       SELECT $1, n, replace($2, '10000000', (10000000 + n)::text) FROM generate_series(0, $3::int - 1) AS n`,
      [id, sample, count],
    );
    await client.query(
      `UPDATE datasets SET item_count = $2, clean_item_count = $2, byte_count = $3,
         fields = ARRAY['url', 'title', 'price', 'inStock', 'description'] WHERE id = $1`,
      [id, count, count * byteCount],
    );
    await client.query('VACUUM (ANALYZE) dataset_items');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
}
