import { atMost, type Benchmark, group, type Row } from './benchmark.ts';
import type { Lab } from './lab/lab.ts';
import type { Timing } from './servers/use-cases.ts';
import { interleaved, median, medianRatio } from './statistics.ts';

/** One authorized read, beside the least that any statement costs. */
export const authorizedRead: Benchmark = {
  id: 'P2',
  title: 'an authorized read',
  how: `In a process of its own and among the resources of the large world, \`authorize(ctx, 'read', …)\` with a token: credential, owner,
grant, link and row in one statement, the decision, and the counting of the read; owners and people with a grant, each time another
resource. Beside it \`SELECT 1\`, prepared, through the same pool. One at a time; the median time from call to answer.`,
  run,
};

async function run(lab: Lab): Promise<Row[]> {
  const worker = await lab.start('use-cases', await lab.world('large'));
  const statements = await worker.ask<number>({ job: 'countStatements' });
  if (statements !== 1) throw new Error(`An authorized read sends ${statements} statements`);
  const count = lab.sizes.checks;
  const timings = await interleaved(lab.sizes.rounds, {
    read: () => worker.ask<Timing>({ job: 'authorize', count }),
    one: () => worker.ask<Timing>({ job: 'selectOne', count }),
  });
  await lab.stop(worker);
  const read = timings.read.map((timing) => timing.p50Micros);
  const one = timings.one.map((timing) => timing.p50Micros);
  const cpu = `CPU in Node ${group(median(timings.read.map((t) => t.cpuMicros)))} and ${group(median(timings.one.map((t) => t.cpuMicros)))} µs`;
  return [
    atMost(
      'an authorized read (one statement) beside `SELECT 1`, p50',
      medianRatio(read, one),
      4,
      `${group(median(read))} µs beside ${group(median(one))} µs; ${cpu}`,
    ),
  ];
}
