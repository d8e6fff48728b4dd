import { atMost, type Benchmark, group, informing, type Row, times } from './benchmark.ts';
import type { Child } from './lab/child.ts';
import type { Lab } from './lab/lab.ts';
import { sendLoad, wireRequest } from './lab/load.ts';
import {
  BATCH,
  batchText,
  createFullQueue,
  createQueue,
  type Parts,
  PlainQueue,
  queueId,
  requestId,
  requestText,
} from './lab/queue.ts';
import { tokenOf, type World } from './lab/world.ts';
import { interleaved, median, medianRatio } from './statistics.ts';

const CLIENTS = 8;
const authorization = `authorization: Bearer ${tokenOf(1)}`;

/** Requests through one queue that many clients share, beside a table of PostgreSQL; and what the length of a queue costs. */
export const requestQueue: Benchmark = {
  id: 'P12',
  title: 'request queues',
  how: `${CLIENTS} clients on one queue add requests in batches of ${BATCH}, lock them ${BATCH} at a time, and mark each as handled by a call of its
own, every call committed to disk. Beside them as many connections do the like to a table of PostgreSQL alone with \`SELECT … FOR UPDATE SKIP
LOCKED\`: nothing is checked, counted or kept there, and a request that is done is deleted. Then one client looks at a short and at a long queue.`,
  run: async (lab) => [...(await runThrough(lab)), ...(await runLook(lab))],
};

async function runThrough(lab: Lab): Promise<Row[]> {
  const world = await lab.world('small');
  const count = lab.sizes.queued;
  const plain = await PlainQueue.connect(world.url, CLIENTS);
  const [api, useCases] = [await lab.start('api', world), await lab.start('queue', world)];
  let made = 0;
  const fresh = async () => {
    const id = queueId(++made);
    await createQueue(lab, world, id);
    return id;
  };
  const samples = await interleaved(Math.min(lab.sizes.rounds, 7), {
    plain: () => plain.run(count),
    useCases: async () => useCases.ask<Parts>({ job: 'run', id: await fresh(), count, clients: CLIENTS }),
    http: async () => overHttp(api, await fresh(), count),
  });
  await plain.close();
  await Promise.all([lab.stop(api), lab.stop(useCases)]);

  const perSecond = (of: Parts[], part: keyof Parts) => of.map((parts) => count / parts[part]);
  const through = (of: Parts[]) => of.map(({ add, lock, handle }) => count / (add + lock + handle));
  const figures = (of: Parts[]) =>
    (['add', 'lock', 'handle'] as const).map((part) => `${part} ${group(median(perSecond(of, part)))}`).join(', ');
  const row = (what: string, of: Parts[]) =>
    informing(
      what,
      times(medianRatio(through(of), through(samples.plain))),
      `${group(median(through(of)))} beside ${group(median(through(samples.plain)))} requests/s; ${figures(of)} beside ${figures(samples.plain)}`,
    );
  return [
    row('requests added, locked and handled over HTTP, beside a table', samples.http),
    row('the same through the use-cases', samples.useCases),
  ];
}

async function overHttp({ port }: Child, id: string, count: number): Promise<Parts> {
  const path = `/v2/request-queues/${id}`;
  const send = async (calls: number, requests: Buffer[], status: number) =>
    calls / (await sendLoad({ port, requests, count: calls, connections: CLIENTS, status }));
  const numbers = Array.from({ length: count }, (_, n) => n);
  const batches = numbers
    .filter((n) => n % BATCH === 0)
    .map((n) => withBody('POST', `${path}/requests/batch?clientKey=a`, batchText(n)));
  const lock = wireRequest('POST', `${path}/head/lock?lockSecs=3600&limit=${BATCH}&clientKey=a`, [
    authorization,
    'content-length: 0',
  ]);
  const marks = numbers.map((n) =>
    withBody('PUT', `${path}/requests/${requestId(n)}?clientKey=a`, requestText(n, true)),
  );
  return {
    add: await send(count / BATCH, batches, 201),
    lock: await send(count / BATCH, [lock], 201),
    handle: await send(count, marks, 200),
  };
}

function withBody(method: string, path: string, text: string): Buffer {
  const body = Buffer.from(text);
  const headers = [authorization, 'content-type: application/json', `content-length: ${body.length}`];
  return Buffer.concat([wireRequest(method, path, headers), body]);
}

interface Look {
  lock: number;
  head: number;
  page: number;
}

async function runLook(lab: Lab): Promise<Row[]> {
  const world = await lab.world('small');
  const { smallQueue, largeQueue } = lab.sizes;
  const [small, large] = [queueId(9_999_998), queueId(9_999_999)];
  await createFullQueue(lab, world, small, smallQueue);
  await createFullQueue(lab, world, large, largeQueue);
  const useCases = await lab.start('queue', world);
  const samples = await lookAtBoth(lab, useCases, world, [small, large]);
  await lab.stop(useCases);
  const compare = (what: string, part: keyof Look) => {
    const [of, beside] = [samples.large.map((look) => look[part]), samples.small.map((look) => look[part])];
    const figures = `${median(of).toFixed(0)} µs beside ${median(beside).toFixed(0)} µs`;
    return atMost(
      `${what}, of ${group(largeQueue)} requests beside ${group(smallQueue)}`,
      medianRatio(of, beside),
      1.5,
      figures,
    );
  };
  return [
    compare(`locking ${BATCH} at the head`, 'lock'),
    compare('reading the head', 'head'),
    compare('a page by its cursor', 'page'),
  ];
}

function lookAtBoth(lab: Lab, useCases: Child, world: World, [small, large]: [string, string]) {
  const count = Math.floor(lab.sizes.smallQueue / BATCH / 20);
  const look = async (id: string) => {
    const seen = await useCases.ask<Look>({ job: 'look', id, count });
    // For the next round all are free again.
    await lab.query(
      world.url,
      'UPDATE queue_requests SET order_no = order_no - 3600000000 WHERE queue_id = $1 AND lock_client_key IS NOT NULL',
      [id],
    );
    return seen;
  };
  return interleaved(Math.min(lab.sizes.rounds, 7), { small: () => look(small), large: () => look(large) });
}
