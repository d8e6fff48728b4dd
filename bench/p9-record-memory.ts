import { setTimeout as sleep } from 'node:timers/promises';
import { type Benchmark, group, type Row } from './benchmark.ts';
import type { Child } from './lab/child.ts';
import type { Lab } from './lab/lab.ts';
import { peakBytes } from './lab/memory.ts';
import { readAll } from './lab/read.ts';
import { authorization, createStore, putLarge, recordPath } from './lab/records.ts';
import type { World } from './lab/world.ts';

const STORE = 'benchMemory000001';
const RECORD_BYTES = 100_000_000;
const LIMIT_MBYTES = 64;
const SLOW_BYTES_PER_SECOND = 25_000_000;

/** The API's memory while a large record comes and goes. */
export const recordMemory: Benchmark = {
  id: 'P9',
  title: 'memory of a large record',
  how: `A record of ${group(RECORD_BYTES / 1e6)} MB, kept in the database, is put and read over HTTP, each by an API process that was started for it and
has answered a few small requests. Its memory is sampled as for an export. The slow reader takes ${group(SLOW_BYTES_PER_SECOND / 1e6)} MB/s.`,
  run,
};

async function run(lab: Lab): Promise<Row[]> {
  const world = await lab.world('small');
  await createStore(lab, world, STORE);
  const path = recordPath(STORE, 'large');
  const read = (bytesPerSecond?: number) => async (api: Child) =>
    (await readAll(api.port, path, authorization, bytesPerSecond)).seconds;
  return [
    await measure(lab, world, 'is put', (api) => putLarge(api, path, RECORD_BYTES)),
    await measure(lab, world, 'is read', read()),
    await measure(lab, world, 'is read by a slow reader', read(SLOW_BYTES_PER_SECOND)),
  ];
}

async function measure(lab: Lab, world: World, what: string, work: (api: Child) => Promise<number>): Promise<Row> {
  const api = await lab.start('api', world);
  const small = recordPath(STORE, 'small');
  for (let n = 0; n < 5; n++) {
    await putLarge(api, small, 300_000);
    await readAll(api.port, small, authorization);
  }
  await sleep(1_000);
  const { idle, peak, result: seconds } = await peakBytes(api.pid, () => work(api));
  await lab.stop(api);
  const above = (peak - idle) / 1e6;
  return {
    what: `memory above idle while a record of ${group(RECORD_BYTES / 1e6)} MB ${what}`,
    measured: `${group(above)} MB`,
    limit: `≤ ${LIMIT_MBYTES} MB`,
    isMet: above <= LIMIT_MBYTES,
    figures: `${group(idle / 1e6)} MB idle; ${group(RECORD_BYTES / 1e6 / seconds)} MB/s`,
  };
}
