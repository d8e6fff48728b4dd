/** What is looked for often, or by many, is found along an index, however much there is beside it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createId } from '../lib/ids.ts';
import { makeActor } from '../lib/testing/starts.ts';
import { person } from '../lib/testing/world.ts';
import { closeDatabase, pool } from './client.ts';

afterAll(closeDatabase);

async function planOf(statement: string): Promise<string> {
  const client = await pool().connect();
  try {
    await client.query('BEGIN');
    // The tables are small here: what is asked is whether there is another way at all.
    await client.query('SET LOCAL enable_seqscan = off');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${statement}`);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

beforeAll(async () => {
  const told = await person('told');
  await pool().query(
    `INSERT INTO notifications (id, account_id, kind, subject_kind, subject_id)
     SELECT 'told' || lpad(n::text, 13, '0'), $1, 'start-refused', 'actor', 'told' || lpad(n::text, 13, '0') FROM generate_series(1, 5000) AS n`,
    [told.id],
  );
  await pool().query('ANALYZE notifications');
});

test.each([
  ['refused_starts_of_actor', `DELETE FROM refused_starts WHERE actor_id = 'x'`],
  ['notifications_open_on', `UPDATE notifications SET closed_at = now() WHERE subject_id = 'x' AND closed_at IS NULL`],
  ['schedule_firings_unfinished', `SELECT 1 FROM schedule_firings WHERE schedule_id = 'x' AND finished_at IS NULL`],
  ['webhooks_lasting', `SELECT count(*) FROM webhooks WHERE account_id = 'x' AND NOT is_ad_hoc`],
])('%s', async (index, statement) => {
  expect(await planOf(statement)).toContain(index);
});

test('what happens to a run is noted as fast where its account has very many webhooks of other runs', async () => {
  const olga = await person('olga');
  const { actorId } = await makeActor(olga);
  const event = [olga.id, createId(), 'ACTOR.RUN.SUCCEEDED', actorId, createId(), createId()];
  const notes = async () => {
    const began = performance.now();
    for (let nth = 0; nth < 100; nth++) await pool().query('SELECT note_job_event($1, $2, $3, $4, $5, $6)', event);
    return performance.now() - began;
  };
  await notes();
  const few = await notes();
  await pool().query(
    `WITH made AS (
       INSERT INTO resources (id, kind, owner_id) SELECT 'many' || lpad(n::text, 13, '0'), 'webhook', $1 FROM generate_series(1, 40000) AS n
       RETURNING id
     )
     INSERT INTO webhooks (id, account_id, is_ad_hoc, event_types, run_id, request_url, carries_token)
     SELECT id, $1, true, '{ACTOR.RUN.SUCCEEDED}', id, 'https://hooks.example/', false FROM made`,
    [olga.id],
  );
  await pool().query('ANALYZE webhooks');
  expect(await notes()).toBeLessThan(8 * few + 100);
  await pool().query('DELETE FROM webhooks WHERE account_id = $1', [olga.id]);
});

test('every function of ours finds its tables in our schema, whatever a connection has beside it', async () => {
  const { rows } = await pool().query(
    `SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND NOT coalesce('search_path=public, pg_temp' = ANY (proconfig), false)`,
  );
  expect(rows).toEqual([]);
});
