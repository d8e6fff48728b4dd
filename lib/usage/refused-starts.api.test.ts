import { expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { makeActor } from '../testing/starts.ts';
import { call, type Person, person, serveApi } from '../testing/world.ts';
import { flushRefusedStarts } from './refused-starts.ts';

serveApi();

async function refuse(by: Person, actorId: string): Promise<void> {
  expect((await call(`/v2/actors/${actorId}/runs`, { method: 'POST', token: by.token })).status).toBe(403);
}

const told = async (of: Person) =>
  (
    await pool().query(
      `SELECT (SELECT sum(count)::int FROM refused_starts WHERE account_id = $1) AS noted,
         (SELECT sum(count)::int FROM notifications WHERE account_id = $1) AS told`,
      [of.id],
    )
  ).rows[0];

test('refused starts that could not be written are written later, with those since', async () => {
  const [olga, dev] = [await person('olga'), await person('dev')];
  const { actorId } = await makeActor(dev, { isPublic: true, level: 'FULL_PERMISSIONS' });
  await pool().query('ALTER TABLE refused_starts RENAME TO elsewhere');
  try {
    await refuse(olga, actorId);
    await refuse(olga, actorId);
    // Its own time may have come just before.
    const flush = () => flushRefusedStarts().then(() => 'nothing to write', String);
    await expect.poll(flush).toContain('refused_starts');
  } finally {
    await pool().query('ALTER TABLE elsewhere RENAME TO refused_starts');
  }
  expect(await told(olga)).toEqual({ noted: null, told: null });
  await refuse(olga, actorId);
  await flushRefusedStarts();
  await expect.poll(() => told(olga)).toEqual({ noted: 3, told: 3 });
});
