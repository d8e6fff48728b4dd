import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { makeActor, started } from '../testing/starts.ts';
import { apiUrl, type Person, person, serveApi } from '../testing/world.ts';

serveApi();

let olga: Person;
beforeAll(async () => {
  olga = await person('olga');
});

/** How often the database was asked for what is in logs. */
async function countReadings(millis: number): Promise<number> {
  const database = pool();
  const query = database.query.bind(database);
  let count = 0;
  database.query = ((...args: Parameters<typeof query>) => {
    if ((args[0] as { name?: string }).name === 'select-log') count++;
    return query(...args);
  }) as typeof query;
  try {
    await wait(millis);
  } finally {
    database.query = query;
  }
  return count;
}

test('a log is followed for as long as somebody listens', async () => {
  const run = await started(olga, await makeActor(olga));
  const listeners = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const headers = { authorization: `Bearer ${olga.token}` };
      const request = get(`${apiUrl()}/v2/actor-runs/${run.id}/log?stream=1`, { agent: false, headers });
      const [answer] = await once(request, 'response');
      expect(answer.statusCode).toBe(200);
      return answer as IncomingMessage;
    }),
  );
  expect(await countReadings(1_000)).toBeGreaterThan(5);
  for (const listener of listeners) listener.destroy();
  await wait(500);
  expect(await countReadings(1_000)).toBe(0);
});
