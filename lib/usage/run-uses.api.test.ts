import { expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { makeDataset } from '../testing/arrange.ts';
import { hold, makeActor, started } from '../testing/starts.ts';
import { call, person, serveApi } from '../testing/world.ts';
import { flushRunUses } from './run-uses.ts';

serveApi();

test('what a program did and was refused is written later where it could not be, with what it did since', async () => {
  const olga = await person('olga');
  const run = await hold((await started(olga, await makeActor(olga))).id);
  const id = await makeDataset(olga, { generalAccess: 'RESTRICTED' });
  const ask = async () =>
    expect((await call(`/v2/datasets/${id}/items`, { method: 'POST', token: run.token, body: '{}' })).status).toBe(403);
  const noted = async () =>
    (
      await pool().query(
        `SELECT (SELECT sum(count)::int FROM run_uses WHERE run_id = $1 AND is_refused) AS used,
           (SELECT sum(count)::int FROM run_refusals WHERE run_id = $1) AS refused`,
        [run.id],
      )
    ).rows[0];
  await flushRunUses();
  for (const table of ['run_uses', 'run_refusals']) {
    await pool().query(`ALTER TABLE ${table} RENAME TO elsewhere`);
    try {
      await ask();
      // Its own time may have come just before.
      await expect.poll(() => flushRunUses().then(() => 'nothing to write', String)).toContain(table);
    } finally {
      await pool().query(`ALTER TABLE elsewhere RENAME TO ${table}`);
    }
  }
  await ask();
  await flushRunUses();
  await expect.poll(noted).toEqual({ used: 3, refused: 3 });
});
