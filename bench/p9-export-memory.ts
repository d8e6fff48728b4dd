import { setTimeout as sleep } from 'node:timers/promises';
import { type Benchmark, group, type Row } from './benchmark.ts';
import { createFullDataset } from './lab/items.ts';
import type { Lab } from './lab/lab.ts';
import { peakBytes } from './lab/memory.ts';
import { readAll } from './lab/read.ts';
import { tokenOf, type World } from './lab/world.ts';

const EXPORTED = 'benchExport000001';
const ITEM_BYTES = 1_000;
const LIMIT_MBYTES = 64;
const SLOW_BYTES_PER_SECOND = 25_000_000;
/** A reader of some seconds would fill any buffer without a bound. */
const SLOW_SHARE = 0.2;
const authorization = `authorization: Bearer ${tokenOf(1)}`;

/** The API's memory while a large dataset is exported. */
export const exportMemory: Benchmark = {
  id: 'P9',
  title: 'memory of an export',
  how: `A dataset of 1 GB (items of ${group(ITEM_BYTES)} bytes) is read over HTTP from an API process that was started for it and has answered a
few small requests of the same format. Its resident memory is sampled each 20 ms; the highest sample counts, less what it held just before. Once as
fast as it comes, and once by a reader of ${group(SLOW_BYTES_PER_SECOND / 1e6)} MB/s that takes a fifth of it. The other formats write a tenth.`,
  run,
};

async function run(lab: Lab): Promise<Row[]> {
  const world = await lab.world('small');
  const count = Math.floor(lab.sizes.exportBytes / ITEM_BYTES);
  console.error(`Making a dataset of ${group(lab.sizes.exportBytes / 1e6)} MB…`);
  await createFullDataset(lab, world, EXPORTED, { count, byteCount: ITEM_BYTES });
  const part = (share: number) => ({ count: Math.floor(count * share) });
  return [
    await measure(lab, world, { name: 'JSON', format: 'json', ...part(1) }),
    await measure(lab, world, {
      name: 'JSON, a slow reader',
      format: 'json',
      ...part(SLOW_SHARE),
      bytesPerSecond: SLOW_BYTES_PER_SECOND,
    }),
    await measure(lab, world, { name: 'JSON lines', format: 'jsonl', ...part(0.1) }),
    await measure(lab, world, { name: 'CSV', format: 'csv', ...part(0.1) }),
    await measure(lab, world, { name: 'Excel', format: 'xlsx', ...part(0.1) }),
  ];
}

interface Export {
  name: string;
  format: string;
  count: number;
  bytesPerSecond?: number;
}

async function measure(lab: Lab, world: World, { name, format, count, bytesPerSecond }: Export): Promise<Row> {
  const api = await lab.start('api', world);
  const path = (limit: number) => `/v2/datasets/${EXPORTED}/items?format=${format}&limit=${limit}`;
  for (let n = 0; n < 5; n++) await readAll(api.port, path(10), authorization);
  await sleep(1_000);
  const { idle, peak, result } = await peakBytes(api.pid, () =>
    readAll(api.port, path(count), authorization, bytesPerSecond),
  );
  const { seconds } = result;
  await lab.stop(api);
  const mbytes = (bytes: number) => bytes / 1e6;
  const exported = mbytes(count * ITEM_BYTES);
  return {
    what: `memory above idle while ${group(exported)} MB of items are exported: ${name}`,
    measured: `${group(mbytes(peak - idle))} MB`,
    limit: `≤ ${LIMIT_MBYTES} MB`,
    isMet: mbytes(peak - idle) <= LIMIT_MBYTES,
    figures: `${group(mbytes(idle))} MB idle; ${group(exported / seconds)} MB/s`,
  };
}
