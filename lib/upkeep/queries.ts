/** Statements that remove what nothing can reach any more. */
import { pool } from '../../db/client.ts';
import { keptHeaders } from '../webhook/sealed-headers.ts';

/** Keeps workers on several machines from doing the same at once. */
const UPKEEP_LOCK = 7_201_002;
const BATCH_ROWS = 20_000;

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

/** What storages of each kind hold: the table, the column that names the storage, and the one that tells its rows apart. */
const CONTENT = [
  { kind: 'dataset', table: 'dataset_items', storage: 'dataset_id', row: 'position' },
  { kind: 'key-value-store', table: 'records', storage: 'store_id', row: 'key' },
  { kind: 'request-queue', table: 'queue_requests', storage: 'queue_id', row: 'id' },
] as const;

/** Removes some content of deleted storages; returns whether there may be more. */
export async function removeDeletedContent(): Promise<boolean> {
  for (const { kind, table, storage, row } of CONTENT) {
    const { rowCount } = await pool().query(
      `DELETE FROM ${table} WHERE (${storage}, ${row}) IN (
         SELECT c.${storage}, c.${row} FROM deleted_storages d JOIN ${table} c ON c.${storage} = d.id WHERE d.kind = $1 LIMIT $2
       )`,
      [kind, BATCH_ROWS],
    );
    if (rowCount === BATCH_ROWS) return true;
  }
  // Those that are being written end by themselves: there is no store any more that they could go to.
  await pool().query(
    `UPDATE blobs SET state = 'REMOVED', touched_at = now() WHERE state = 'KEPT' AND store_id IN (SELECT id FROM deleted_storages)`,
  );
  const isLeft = CONTENT.map(({ table, storage }) => `EXISTS (SELECT 1 FROM ${table} c WHERE c.${storage} = d.id)`);
  await pool().query(`DELETE FROM deleted_storages d WHERE NOT (${isLeft.join(' OR ')})`);
  return false;
}

/**
 * Removes what has expired: sessions, invitations, grants, counters of attempts, deliveries, notes of refused starts. Links stay, as a record of
 * what was shared.
 */
export async function removeExpired(): Promise<void> {
  await removeUnheld('sessions', 'expires_at < now()');
  await pool().query(`DELETE FROM invitations WHERE accepted_at IS NULL AND expires_at < now() - interval '30 days'`);
  await pool().query(`DELETE FROM grants WHERE expires_at < now() - interval '30 days'`);
  await pool().query(`DELETE FROM attempts WHERE expire < extract(epoch FROM now()) * 1000`);
  await pool().query(`DELETE FROM notifications WHERE closed_at < now() - interval '90 days'`);
  await pool().query(`DELETE FROM refused_starts WHERE last_at < now() - interval '90 days'`);
  // Nobody can do anything about what is not there any more.
  await pool().query(
    `UPDATE notifications SET closed_at = now() WHERE closed_at IS NULL AND subject_kind IN ('actor', 'webhook', 'schedule')
       AND NOT EXISTS (SELECT 1 FROM resources r WHERE r.id = subject_id)`,
  );
  await pool().query(
    `UPDATE notifications n SET closed_at = now() WHERE closed_at IS NULL AND kind = 'shared' AND NOT EXISTS (
       SELECT 1 FROM grants g WHERE g.resource_id = n.subject_id AND g.account_id = n.account_id AND (g.expires_at IS NULL OR g.expires_at > now())
     )`,
  );
  await removeUnheld('webhook_tokens', 'expires_at < now()');
  await pool().query(`DELETE FROM webhook_dispatches WHERE finished_at < now() - interval '90 days'`);
  await pool().query(`DELETE FROM read_counters WHERE day < current_date - 90`);
}

/** Seals headers of webhooks that were kept as they were written, before such were sealed; returns whether there may be more. */
export async function sealHeaders(): Promise<boolean> {
  const { rows } = await pool().query<{ id: string; headersTemplate: string }>(
    'SELECT id, headers_template AS "headersTemplate" FROM webhooks WHERE headers_template IS NOT NULL LIMIT $1',
    [SEALED_AT_ONCE],
  );
  for (const { id, headersTemplate } of rows) {
    await pool().query(
      'UPDATE webhooks SET headers_sealed = $2, headers_template = NULL WHERE id = $1 AND headers_template = $3',
      [id, keptHeaders(id, headersTemplate).headersSealed, headersTemplate],
    );
  }
  return rows.length === SEALED_AT_ONCE;
}

const SEALED_AT_ONCE = 500;

/** Removes credentials but those whose rows somebody holds, who may go on asking with them: they go another time, and hold nothing up. */
async function removeUnheld(table: 'sessions' | 'webhook_tokens', where: string): Promise<void> {
  await pool().query(
    `DELETE FROM ${table} WHERE digest IN (SELECT digest FROM ${table} WHERE ${where} FOR UPDATE SKIP LOCKED)`,
  );
}
