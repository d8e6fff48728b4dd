import { atLeast, type Benchmark, group, informing, type Row, times } from './benchmark.ts';
import type { Child } from './lab/child.ts';
import { type Copier, connectCopier } from './lab/copy.ts';
import { createDataset, createFullDataset, ITEM_BYTES, itemText } from './lab/items.ts';
import type { Lab } from './lab/lab.ts';
import { sendLoad, wireRequest } from './lab/load.ts';
import { readAll } from './lab/read.ts';
import { tokenOf } from './lab/world.ts';
import { interleaved, median, medianRatio } from './statistics.ts';

const BATCH_ITEMS = 1_000;
const PUSHED = 'benchPushed000001';
const PUSHED_BY_MANY = ['benchMany00000001', 'benchMany00000002', 'benchMany00000003', 'benchMany00000004'];
const READ = 'benchRead00000001';
const authorization = `authorization: Bearer ${tokenOf(1)}`;

/** Items in and out over HTTP, beside PostgreSQL's own way in and out. */
export const pushAndRead: Benchmark = {
  id: 'P8',
  title: 'pushing and reading items',
  how: `Items of ${ITEM_BYTES} bytes. In: one client posts batches of ${group(BATCH_ITEMS)} items, one after the other, each committed to disk
before the next; beside it \`COPY FROM\` of as many rows into a table with the same columns and key, in one transaction. Out: one client
reads a dataset whole, as JSON; beside it \`COPY TO\` of the same rows in the same order, drained by a client that does not look at them.`,
  run: async (lab) => [...(await runPush(lab)), ...(await runRead(lab))],
};

async function runPush(lab: Lab): Promise<Row[]> {
  const world = await lab.world('small');
  for (const id of [PUSHED, ...PUSHED_BY_MANY]) await createDataset(lab, world, id);
  const copier = await connectCopier(world.url);
  const api = await lab.start('api', world);
  const items = Array.from({ length: BATCH_ITEMS }, (_, n) => itemText(10_000_000 + n, ITEM_BYTES));
  const { pushes } = lab.sizes;
  const samples = await interleaved(Math.min(lab.sizes.rounds, 9), {
    one: () => push(api, [PUSHED], items, pushes),
    many: () => push(api, PUSHED_BY_MANY, items, pushes),
    copy: () => copyIn(copier, items, pushes),
  });
  await lab.stop(api);
  await copier.close();
  const perSecond = (of: Sample[]) => of.map((sample) => sample.perSecond);
  const cpu = (of: Sample[]) => median(of.map((sample) => sample.cpuMicros)).toFixed(1);
  const copied = perSecond(samples.copy);
  const figures = (of: Sample[]) =>
    `${group(median(perSecond(of)))} beside ${group(median(copied))} items/s; CPU of the server ${cpu(of)} µs an item`;
  return [
    atLeast(
      'push of 1,000-item batches beside `COPY FROM`',
      medianRatio(perSecond(samples.one), copied),
      0.5,
      figures(samples.one),
    ),
    informing(
      'the same from four clients at once',
      times(medianRatio(perSecond(samples.many), copied)),
      figures(samples.many),
    ),
  ];
}

/** What one round gives: items in a second, and the API's CPU time for each. */
interface Sample {
  perSecond: number;
  cpuMicros: number;
}

/** Pushes `count` batches, by one client for each dataset. */
async function push(api: Child, datasetIds: string[], items: string[], count: number): Promise<Sample> {
  const body = Buffer.from(`[${items.join(',')}]`);
  const headers = [authorization, 'content-type: application/json', `content-length: ${body.length}`];
  const requests = datasetIds.map((id) =>
    Buffer.concat([wireRequest('POST', `/v2/datasets/${id}/items`, headers), body]),
  );
  const before = await api.cpuMicros();
  const batches = await sendLoad({ port: api.port, requests, count, connections: requests.length, status: 201 });
  const cpuMicros = ((await api.cpuMicros()) - before) / (count * items.length);
  return { perSecond: batches * items.length, cpuMicros };
}

async function copyIn(copier: Copier, items: string[], batches: number): Promise<Sample> {
  return { perSecond: await copier.copyIn(items, batches), cpuMicros: 0 };
}

async function runRead(lab: Lab): Promise<Row[]> {
  const world = await lab.world('small');
  const count = lab.sizes.readItems;
  await createFullDataset(lab, world, READ, { count, byteCount: ITEM_BYTES });
  const copier = await connectCopier(world.url);
  const api = await lab.start('api', world);
  const read = async (format: string): Promise<Sample> => {
    const before = await api.cpuMicros();
    const { seconds, byteCount } = await readAll(
      api.port,
      `/v2/datasets/${READ}/items?format=${format}`,
      authorization,
    );
    if (byteCount < count * ITEM_BYTES) throw new Error(`Only ${byteCount} bytes came of ${format}`);
    return { perSecond: count / seconds, cpuMicros: ((await api.cpuMicros()) - before) / count };
  };
  const samples = await interleaved(Math.min(lab.sizes.rounds, 9), {
    json: () => read('json'),
    jsonl: () => read('jsonl'),
    copy: async (): Promise<Sample> => ({ perSecond: await copier.copyOut(READ, count), cpuMicros: 0 }),
  });
  await lab.stop(api);
  await copier.close();
  const perSecond = (of: Sample[]) => of.map((sample) => sample.perSecond);
  const copied = perSecond(samples.copy);
  const figures = (of: Sample[]) =>
    `${group(median(perSecond(of)))} beside ${group(median(copied))} items/s; CPU of the server ${median(of.map((s) => s.cpuMicros)).toFixed(2)} µs an item`;
  return [
    atLeast(
      'reading a dataset as JSON beside `COPY TO`',
      medianRatio(perSecond(samples.json), copied),
      0.8,
      figures(samples.json),
    ),
    informing('reading it as JSON lines', times(medianRatio(perSecond(samples.jsonl), copied)), figures(samples.jsonl)),
  ];
}
