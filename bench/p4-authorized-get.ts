import { atLeast, type Benchmark, group, type Row } from './benchmark.ts';
import type { Child } from './lab/child.ts';
import type { Lab } from './lab/lab.ts';
import { sendLoad, wireRequest } from './lab/load.ts';
import { ownerOf, resourceId, tokenOf } from './lab/world.ts';
import { interleaved, median, medianRatio } from './statistics.ts';

const CONNECTIONS = 16;
const TARGETS = 1_000;

/** `GET /v2/datasets/{id}` over HTTP, beside the same route with the check taken out. */
export const authorizedGet: Benchmark = {
  id: 'P4',
  title: 'an authorized `GET`',
  how: `\`GET /v2/datasets/{id}\` by the owners' tokens, over ${TARGETS} datasets and ${CONNECTIONS} connections, beside a route of the same
server process that reads the same row and gives the same answer, byte for byte, without looking at token, grant or link. The checked
route also counts reads and notes the use of tokens, in the database. Load comes from another process.`,
  run,
};

async function run(lab: Lab): Promise<Row[]> {
  const world = await lab.world('small');
  const api = await lab.start('api', world);
  const numbers = Array.from({ length: TARGETS }, (_, n) => world.size.readerOwns + 1 + n);
  const checked = numbers.map((n) => getDataset(`/v2/datasets/${resourceId(n)}`, tokenOf(ownerOf(world.size, n))));
  const unchecked = numbers.map((n) => getDataset(`/unchecked/datasets/${resourceId(n)}`, tokenOf(1)));
  await assertSameAnswer(api.port, resourceId(numbers[0] ?? 0), tokenOf(ownerOf(world.size, numbers[0] ?? 0)));
  const samples = await interleaved(lab.sizes.rounds, {
    checked: () => measure(api, checked, lab.sizes.requests),
    unchecked: () => measure(api, unchecked, lab.sizes.requests),
  });
  await lab.stop(api);
  const perSecond = (of: Sample[]) => of.map((sample) => sample.perSecond);
  const cpu = (of: Sample[]) => group(median(of.map((sample) => sample.cpuMicros)));
  return [
    atLeast(
      'authorized `GET` beside the same without the check, throughput',
      medianRatio(perSecond(samples.checked), perSecond(samples.unchecked)),
      0.8,
      `${group(median(perSecond(samples.checked)))} beside ${group(median(perSecond(samples.unchecked)))} requests/s; ` +
        `CPU of the server ${cpu(samples.checked)} beside ${cpu(samples.unchecked)} µs`,
    ),
  ];
}

const getDataset = (path: string, token: string) => wireRequest('GET', path, [`authorization: Bearer ${token}`]);

/** What one round gives. */
interface Sample {
  perSecond: number;
  cpuMicros: number;
}

async function measure(api: Child, requests: Buffer[], count: number): Promise<Sample> {
  const before = await api.cpuMicros();
  const perSecond = await sendLoad({ port: api.port, requests, count, connections: CONNECTIONS, status: 200 });
  return { perSecond, cpuMicros: ((await api.cpuMicros()) - before) / count };
}

async function assertSameAnswer(port: number, id: string, token: string): Promise<void> {
  const text = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return answer.text();
  };
  const [checked, unchecked] = [await text(`/v2/datasets/${id}`), await text(`/unchecked/datasets/${id}`)];
  if (checked !== unchecked) throw new Error(`The two routes answer differently:\n${checked}\n${unchecked}`);
}
