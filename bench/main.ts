/**
 * `npm run bench`: measures the goals of performance and writes docs/benchmarks.md.
 *
 * Every figure is a ratio of things measured side by side in one run, since absolute times on shared machines mean nothing.
 */
import { Command } from 'commander';
import type { Benchmark, Row } from './benchmark.ts';
import { benchmarks } from './benchmarks.ts';
import { Lab } from './lab/lab.ts';
import { FULL, QUICK } from './lab/sizes.ts';
import { printRows, saveReport } from './report.ts';

interface Flags {
  only?: string[];
  quick: boolean;
  rounds: number;
  profile?: string;
}

const flags = new Command('npm run bench --')
  .description('Measures the goals of performance and writes docs/benchmarks.md.')
  .option('--only <goals>', 'measure these only, such as P1,P5; writes no file', (text) =>
    text.toUpperCase().split(','),
  )
  .option('--quick', 'small sizes, to see that everything works; writes no file', false)
  .option('--rounds <count>', 'how many rounds of each, for a shorter run', Number, FULL.rounds)
  .option('--profile <folder>', 'leave CPU profiles of the measured processes in a folder')
  .parse()
  .opts<Flags>();

const chosen = benchmarks.filter(({ id }) => flags.only?.includes(id) ?? true);
const lab = await Lab.open(flags.quick ? QUICK : { ...FULL, rounds: flags.rounds }, flags.profile);

// The signal arrives more than once: from the terminal and from npm. The first one counts.
let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    lab.close().then(
      () => process.exit(130),
      () => process.exit(130),
    );
  });
}

try {
  await measureAll();
} catch (error) {
  if (!isStopping) {
    console.error(error);
    process.exitCode = 1;
  }
} finally {
  if (!isStopping) await lab.close();
}

async function measureAll(): Promise<void> {
  const results: { benchmark: Benchmark; rows: Row[] }[] = [];
  for (const benchmark of chosen) {
    console.error(`${benchmark.id}: ${benchmark.title}…`);
    const rows = await benchmark.run(lab);
    results.push({ benchmark, rows });
    printRows(benchmark.id, rows);
  }
  if (flags.quick || flags.only) return;
  await saveReport(results, { postgres: await lab.postgresVersion(), rounds: flags.rounds });
}
