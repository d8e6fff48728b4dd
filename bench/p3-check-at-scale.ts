import { atMost, type Benchmark, group, type Row } from './benchmark.ts';
import type { Lab } from './lab/lab.ts';
import type { Timing } from './servers/use-cases.ts';
import { interleaved, median, medianRatio } from './statistics.ts';

/** A check among many resources, beside one among few. */
export const checkAtScale: Benchmark = {
  id: 'P3',
  title: 'a check at scale',
  how: `The facts of a decision are loaded and decided for owners, people with a grant and strangers in turn, each time for another
resource at random: among 1,000,000 resources with 100,000 grants, and among 10,000. Two databases of one server, a process on each; one
check at a time; the median time.`,
  run,
};

async function run(lab: Lab): Promise<Row[]> {
  const small = await lab.start('use-cases', await lab.world('small'));
  const large = await lab.start('use-cases', await lab.world('large'));
  const question = { job: 'check', count: lab.sizes.checks };
  const timings = await interleaved(lab.sizes.rounds, {
    small: () => small.ask<Timing>(question),
    large: () => large.ask<Timing>(question),
  });
  await Promise.all([lab.stop(small), lab.stop(large)]);
  const few = timings.small.map((timing) => timing.p50Micros);
  const many = timings.large.map((timing) => timing.p50Micros);
  return [
    atMost(
      `a check among ${group(lab.sizes.largeResources)} resources beside ${group(lab.sizes.smallResources)}, p50`,
      medianRatio(many, few),
      1.3,
      `${group(median(many))} µs beside ${group(median(few))} µs`,
    ),
  ];
}
