import { pool } from '../../db/client.ts';
import { recordSuite } from '../testing/record-suite.ts';
import { serveApi } from '../testing/world.ts';

serveApi();

recordSuite(async (storeId) => {
  const { rows } = await pool().query<{ count: number }>(
    `SELECT count(DISTINCT c.blob_id) AS count FROM blob_chunks c LEFT JOIN blobs b ON b.id = c.blob_id WHERE b.store_id = $1 OR b.id IS NULL`,
    [storeId],
  );
  return rows[0]?.count ?? 0;
});
