/** The worker role. It has no state of its own: any number may run, on any machine that reaches the database. */
import { setTimeout as wait } from 'node:timers/promises';
import { closeDatabase } from '../../db/client.ts';
import { env } from '../env.ts';
import { log } from '../log.ts';
import { runUpkeep } from '../upkeep/run.ts';

const UPKEEP_EVERY_MILLIS = 60_000;

env();
const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.abort());

while (!stopping.signal.aborted) {
  await runUpkeep().catch((error) => log().error({ err: error }, 'upkeep failed'));
  await wait(UPKEEP_EVERY_MILLIS, undefined, { signal: stopping.signal }).catch(() => {});
}
await closeDatabase();
process.exit(0);
