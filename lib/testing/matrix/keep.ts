/** Keeps what a cell is about, and puts it back as it was. */
import pg from 'pg';
import { pool } from '../../../db/client.ts';
import type { Thing } from '../oracle.ts';

/** The rows of a thing, by table; `$1` is its id. */
const PARTS: Record<string, readonly (readonly [table: string, condition: string])[]> = {
  run: [
    ['resources', 'id = $1'],
    ['runs', 'id = $1'],
    ['log_chunks', 'resource_id = $1'],
    ['grants', 'resource_id = $1 OR resource_id IN (SELECT id FROM resources WHERE run_id = $1)'],
    // A deleted run takes its storages along, and its webhooks.
    ['resources', 'id IN (SELECT id FROM webhooks WHERE run_id = $1)'],
    ['webhooks', 'run_id = $1'],
    ['webhook_dispatches', 'webhook_id IN (SELECT id FROM webhooks WHERE run_id = $1)'],
    ['resources', 'run_id = $1'],
    ['datasets', 'id IN (SELECT id FROM resources WHERE run_id = $1)'],
    ['key_value_stores', 'id IN (SELECT id FROM resources WHERE run_id = $1)'],
    ['records', 'store_id IN (SELECT id FROM resources WHERE run_id = $1)'],
    ['request_queues', 'id IN (SELECT id FROM resources WHERE run_id = $1)'],
    ['request_queue_counters', 'queue_id IN (SELECT id FROM resources WHERE run_id = $1)'],
    ['queue_requests', 'queue_id IN (SELECT id FROM resources WHERE run_id = $1)'],
  ],
  webhook: [
    ['resources', 'id = $1'],
    ['webhooks', 'id = $1'],
    ['webhook_dispatches', 'webhook_id = $1'],
  ],
  build: [
    ['resources', 'id = $1'],
    ['builds', 'id = $1'],
    ['actor_tags', 'build_id = $1'],
    ['grants', 'resource_id = $1'],
  ],
  task: [
    ['resources', 'id = $1'],
    ['tasks', 'id = $1'],
    ['grants', 'resource_id = $1'],
  ],
  schedule: [
    ['resources', 'id = $1'],
    ['schedules', 'id = $1'],
    ['grants', 'resource_id = $1'],
  ],
  actor: [
    ['resources', 'id = $1 OR id IN (SELECT id FROM builds WHERE actor_id = $1)'],
    ['actors', 'id = $1'],
    ['actor_versions', 'actor_id = $1'],
    ['builds', 'actor_id = $1'],
    ['actor_tags', 'actor_id = $1'],
    ['grants', 'resource_id = $1 OR resource_id IN (SELECT id FROM builds WHERE actor_id = $1)'],
  ],
};

/** Each table's rows are put back as one, by the columns of its primary key. */
const KEYS: Record<string, string> = {
  log_chunks: 'resource_id',
  records: 'store_id',
  request_queue_counters: 'queue_id',
  queue_requests: 'queue_id',
  actor_versions: 'actor_id',
  actor_tags: 'actor_id',
  webhook_dispatches: 'webhook_id',
};

/** Returns what puts the rows back. Rows that refer to one another come in any order, so no reference is checked meanwhile. */
export async function keep({ kind, id }: Thing): Promise<() => Promise<void>> {
  const kept: { table: string; rows: string; keys: string[] }[] = [];
  for (const [table, condition] of PARTS[kind] ?? []) {
    const key = KEYS[table] ?? 'id';
    const { rows } = await pool().query<{ rows: unknown; keys: string[] }>(
      `SELECT coalesce(json_agg(t), '[]') AS rows, coalesce(array_agg(DISTINCT t.${key}), '{}') AS keys FROM ${table} t WHERE ${condition}`,
      [id],
    );
    kept.push({ table, rows: JSON.stringify(rows[0]?.rows), keys: rows[0]?.keys ?? [] });
  }
  const { escapeLiteral } = pg;
  const texts = kept.flatMap(({ table, rows, keys }) => [
    `DELETE FROM ${table} WHERE ${KEYS[table] ?? 'id'} IN (${keys.map(escapeLiteral).join(', ') || 'NULL'})`,
    `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, ${escapeLiteral(rows)})`,
  ]);
  // What was given meanwhile is in none of the rows that were kept.
  texts.unshift(
    'SET LOCAL session_replication_role = replica',
    `DELETE FROM grants WHERE resource_id = ${escapeLiteral(id)}`,
  );
  texts.push('DELETE FROM deleted_storages');
  // All in one message, and so in one transaction.
  const text = texts.join(';\n');
  return async () => {
    await pool().query(text);
  };
}

/** Deletes what cells have created since: runs, builds, Actors and storages. */
export async function forgetSince(instant: string): Promise<void> {
  await pool().query('DELETE FROM resources WHERE created_at > $1::timestamptz', [instant]);
}

export async function nowInDatabase(): Promise<string> {
  const { rows } = await pool().query<{ now: string }>('SELECT now()::text AS now');
  return rows[0]?.now ?? '';
}
