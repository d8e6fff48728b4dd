import { atMost, type Benchmark, group, type Row } from './benchmark.ts';
import type { Lab } from './lab/lab.ts';
import type { Timing } from './servers/use-cases.ts';
import { interleaved, median, medianRatio } from './statistics.ts';

/** Far behind in the reader's list. */
const LATE_PAGE = 20;
const LIMIT = 1.5;

/** The list of what one may read: among many resources beside few, and far behind beside the beginning. */
export const listAtScale: Benchmark = {
  id: 'P5',
  title: 'a list',
  how: `The same reader, with 2,000 datasets of its own and 500 granted ones, lists the newest 100 as the API gives them, the length of the
whole list included: among 1,000,000 resources and among 10,000. Then the Console's list by key: page ${LATE_PAGE} beside page 1, among
1,000,000. Use-cases in processes of their own, one call at a time; the median time.`,
  run,
};

async function run(lab: Lab): Promise<Row[]> {
  const small = await lab.start('use-cases', await lab.world('small'));
  const large = await lab.start('use-cases', await lab.world('large'));
  const count = lab.sizes.lists;
  const timings = await interleaved(lab.sizes.rounds, {
    small: () => small.ask<Timing>({ job: 'list', count }),
    large: () => large.ask<Timing>({ job: 'list', count }),
    first: () => large.ask<Timing>({ job: 'page', number: 1, count }),
    late: () => large.ask<Timing>({ job: 'page', number: LATE_PAGE, count }),
  });
  await Promise.all([lab.stop(small), lab.stop(large)]);
  const row = (what: string, of: Timing[], beside: Timing[]) => {
    const [a, b] = [of.map((timing) => timing.p50Micros), beside.map((timing) => timing.p50Micros)];
    return atMost(what, medianRatio(a, b), LIMIT, `${group(median(a))} µs beside ${group(median(b))} µs`);
  };
  const { smallResources, largeResources } = lab.sizes;
  const scale = `among ${group(largeResources)} resources beside ${group(smallResources)}`;
  return [
    row(`the newest 100 that one may read, ${scale}`, timings.large, timings.small),
    row(`page ${LATE_PAGE} by key beside page 1`, timings.late, timings.first),
  ];
}
