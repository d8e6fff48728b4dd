import { expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { transaction } from '../../db/transaction.ts';
import { createId } from '../ids.ts';
import { serveApi } from '../testing/world.ts';
import { closeJobQueue, sendJob } from './queries.ts';

serveApi();

test('the first work of a process is entered also where all connections are held by others who enter some', async () => {
  await closeJobQueue();
  const { max } = pool().options;
  const ids = Array.from({ length: 2 * max }, () => createId());
  let inside = 0;
  let letAllSend = () => {};
  const allAreInside = new Promise<void>((resolve) => {
    letAllSend = resolve;
  });
  const began = performance.now();
  await Promise.all(
    ids.map((buildId) =>
      transaction(async (tx) => {
        if (++inside === max) letAllSend();
        await allAreInside;
        await sendJob(tx, 'build', { buildId });
      }),
    ),
  );
  expect(performance.now() - began).toBeLessThan(5_000);
  const text = `DELETE FROM pgboss.job WHERE name = 'build' AND data->>'buildId' = ANY ($1)`;
  expect((await pool().query(text, [ids])).rowCount).toBe(ids.length);
});
