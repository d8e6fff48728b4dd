/** Statements that remove what nothing can reach any more. */
import { pool } from '../../db/client.ts';

/** Keeps workers on several machines from doing the same at once. */
const UPKEEP_LOCK = 7_201_002;
const BATCH_ITEMS = 20_000;

/** Runs `work` unless another worker is at it. */
export async function unlessBusy(work: () => Promise<void>): Promise<void> {
  const client = await pool().connect();
  try {
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
      UPKEEP_LOCK,
    ]);
    if (!rows[0]?.locked) return;
    try {
      await work();
    } finally {
      await client.query('SELECT pg_advisory_unlock($1)', [UPKEEP_LOCK]);
    }
  } finally {
    client.release();
  }
}

/** Removes some content of deleted storages; returns whether there may be more. */
export async function removeDeletedContent(): Promise<boolean> {
  const { rowCount } = await pool().query(
    `DELETE FROM dataset_items WHERE (dataset_id, position) IN (
       SELECT i.dataset_id, i.position FROM deleted_storages d JOIN dataset_items i ON i.dataset_id = d.id WHERE d.kind = 'dataset' LIMIT $1
     )`,
    [BATCH_ITEMS],
  );
  if (rowCount === BATCH_ITEMS) return true;
  await pool().query(
    `DELETE FROM deleted_storages d WHERE NOT EXISTS (SELECT 1 FROM dataset_items i WHERE i.dataset_id = d.id)`,
  );
  return false;
}

/** Removes what has expired: sessions, invitations, grants, counters of attempts. Links stay, as a record of what was shared. */
export async function removeExpired(): Promise<void> {
  await pool().query(`DELETE FROM sessions WHERE expires_at < now()`);
  await pool().query(`DELETE FROM invitations WHERE accepted_at IS NULL AND expires_at < now() - interval '30 days'`);
  await pool().query(`DELETE FROM grants WHERE expires_at < now() - interval '30 days'`);
  await pool().query(`DELETE FROM attempts WHERE expire < extract(epoch FROM now()) * 1000`);
  await pool().query(`DELETE FROM read_counters WHERE day < current_date - 90`);
}
