/** Webhooks and workers that come and go: nothing that happened is lost. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { transaction } from '../../db/transaction.ts';
import { closeJobQueue } from '../job-queue/queries.ts';
import { Receiver } from '../testing/receiver.ts';
import { finish, hold, makeActor, started } from '../testing/starts.ts';
import { until, workersOfTests } from '../testing/workers.ts';
import { call, type Person, person, serveApi } from '../testing/world.ts';
import { enterDispatch } from '../webhook-dispatch/queries.ts';

serveApi();
const startWorker = workersOfTests();
const ALLOWED = { WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1' };

let olga: Person;
let receiver: Receiver;
beforeAll(async () => {
  olga = await person('olga');
  receiver = await Receiver.open();
});
afterAll(async () => {
  receiver.close();
  await closeJobQueue();
});

async function makeWebhook(path: string, actorId: string): Promise<string> {
  const { json } = await call('/v2/webhooks', {
    ...{ method: 'POST', token: olga.token },
    body: JSON.stringify({
      ...{ eventTypes: ['ACTOR.RUN.SUCCEEDED'], condition: { actorId }, requestUrl: receiver.url(path) },
    }),
  });
  return json.data.id;
}
const endedCount = async (webhookId: string) =>
  (await pool().query(`SELECT 1 FROM webhook_dispatches WHERE webhook_id = $1 AND status = 'SUCCEEDED'`, [webhookId]))
    .rowCount ?? 0;

test('a delivery that a worker was killed over is made by another one', { timeout: 90_000 }, async () => {
  const { actorId } = await makeActor(olga);
  const id = await makeWebhook('/killed', actorId);
  receiver.answer = () => {};
  const first = startWorker(ALLOWED);
  await transaction((tx) =>
    enterDispatch(
      tx,
      { id, accountId: olga.id },
      { eventType: 'ACTOR.RUN.SUCCEEDED', eventData: { actorId }, resource: null, payload: '{"a":1}' },
      { retryBackoff: true, retryDelay: 1, retryDelayMax: 1 },
    ),
  );
  await receiver.take('/killed', 1);
  await first.end('SIGKILL');
  receiver.answer = (response) => response.end();
  startWorker(ALLOWED);
  const [before, after] = await receiver.take('/killed', 2, 60_000);
  expect(after?.body).toBe(before?.body);
  await until('success', async () => (await endedCount(id)) === 1);
});

test('what happens while no worker is there is told later, and by several workers once', {
  timeout: 90_000,
}, async () => {
  const actor = await makeActor(olga);
  const id = await makeWebhook('/later', actor.actorId);
  const RUNS = 30;
  for (let n = 0; n < RUNS; n++) await finish(await hold((await started(olga, actor)).id));
  expect((await pool().query('SELECT 1 FROM job_events')).rowCount).toBe(RUNS);
  const workers = [startWorker(ALLOWED), startWorker(ALLOWED)];
  await until('all', async () => (await endedCount(id)) === RUNS, 60_000);
  expect(receiver.at('/later')).toHaveLength(RUNS);
  expect(new Set(receiver.at('/later').map(({ body }) => JSON.parse(body).eventData.actorRunId)).size).toBe(RUNS);
  expect((await pool().query('SELECT 1 FROM job_events')).rowCount).toBe(0);
  expect(workers).toHaveLength(2);
});
