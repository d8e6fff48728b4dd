import { atMost, type Benchmark, group, informing, type Row, times } from './benchmark.ts';
import {
  type BenchActor,
  buildActor,
  copyInstalled,
  FIRST_LINE,
  MEMORY_MBYTES,
  spawnDirectly,
  startRun,
} from './lab/actors.ts';
import type { Lab } from './lab/lab.ts';
import { interleaved, median, medianRatio } from './statistics.ts';

/** From the accepted request to the program's first line. */
export const startOfARun: Benchmark = {
  id: 'P10',
  title: 'start of a run',
  how: `From the instant at which the API accepts \`POST /v2/actors/{id}/runs\` (the run's \`startedAt\`) to the instant that the program
prints as its first line, by way of the database, a worker of its own process, the sandbox and a copy of the sources; the build is
installed already. Beside it \`node main.js\` spawned directly on the same files, with the same heap limit. Runs have ${MEMORY_MBYTES} MB. One program
loads the official SDK before it prints, as Actors do; of the other one that line is all there is, so that it shows what the platform adds.`,
  run,
};

async function run(lab: Lab): Promise<Row[]> {
  const world = await lab.world('small');
  const api = await lab.start('api', world);
  const worker = await lab.start('worker', world);
  const withSdk = `import { Actor } from 'apify';\n${FIRST_LINE}\nif (!Actor) process.exit(1);\nprocess.exit(0);\n`;
  const sdk = await buildActor(api, 'sdk', withSdk, { apify: '3.7.2' });
  const plain = await buildActor(api, 'plain', `${FIRST_LINE}\n`, {});
  // Installs both, and makes what is not made before a first run.
  const direct = async (actor: BenchActor) => {
    await startRun(api, actor);
    return copyInstalled(lab.dataDir, actor);
  };
  const folders = { sdk: await direct(sdk), plain: await direct(plain) };
  const samples = await interleaved(lab.sizes.rounds, {
    sdkRun: () => startRun(api, sdk),
    sdkDirect: () => spawnDirectly(folders.sdk),
    plainRun: () => startRun(api, plain),
    plainDirect: () => spawnDirectly(folders.plain),
  });
  await lab.stop(worker);
  await lab.stop(api);
  const { sdkRun, sdkDirect, plainRun, plainDirect } = samples;
  const figures = (of: number[], beside: number[]) => `${group(median(of))} beside ${group(median(beside))} ms`;
  return [
    atMost(
      "start of a run to its first line behind the SDK's loading, beside spawning the program",
      ...([medianRatio(sdkRun, sdkDirect), 1.3, figures(sdkRun, sdkDirect)] as const),
    ),
    informing(
      'the same of a program of one line',
      ...([times(medianRatio(plainRun, plainDirect)), figures(plainRun, plainDirect)] as const),
    ),
  ];
}
