/** The worker role. What it needs to go on after a crash is in the database and in its engine: any number may run, on any machine. */
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { closeDatabase } from '../../db/client.ts';
import { listen } from '../../db/listen.ts';
import { env } from '../env.ts';
import { log } from '../log.ts';
import { runUpkeep } from '../upkeep/run.ts';
import { registerWorker, removeWorker } from '../worker/queries.ts';
import { startBuildWorker } from './builds/worker.ts';
import { chooseEngine } from './engine/choose.ts';
import { EventsServer } from './events/server.ts';
import { takeWorkerId } from './identity.ts';
import { Installer } from './install.ts';
import { clearStrayPrograms, findOwnPrograms } from './recover.ts';
import { Attempt } from './run/attempt.ts';
import { Worker } from './worker.ts';

const UPKEEP_EVERY_MILLIS = 60_000;

const { worker: settings, events: eventsSettings, dataDir } = env();
const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.abort());

const engine = await chooseEngine(env());
const state = await engine.probe();
log().debug({ engine: engine.name, ...state }, 'engine');
// For whoever reads the terminal, as one line.
if (state.remedy) console.error(`Worker   ${state.summary} ${state.remedy}`.replaceAll('\n', ' '));

const events = await EventsServer.open(eventsSettings);
const installer = new Installer(engine, settings.keepBuilds);

let id: string | undefined;
let worker: Worker | undefined;
const listener = await listen(
  ['gatehouse_run', 'gatehouse_run_abort'],
  (channel, runId) => (channel === 'gatehouse_run' ? worker?.look() : worker?.notice(runId)),
  async (client) => {
    const lock = async (of: string) => {
      const text = 'SELECT pg_try_advisory_lock(hashtextextended($1, 7201003)) AS locked';
      return (await client.query<{ locked: boolean }>(text, [of])).rows[0]?.locked === true;
    };
    if (id === undefined) id = await takeWorkerId(dataDir, lock);
    else if (!(await lock(id))) {
      log().fatal('another process has taken the id of this worker while the database was out of reach');
      process.exit(1);
    }
    // What was said meanwhile was not heard.
    worker?.look();
    worker?.beat();
  },
);
if (id === undefined) throw new Error('The worker has no id');
const workerId: string = id;

await registerWorker({
  id: workerId,
  host: hostname(),
  memoryMbytes: settings.memoryMbytes,
  engines: [{ name: engine.name, ...state }],
});
worker = new Worker({
  ...{ id: workerId, engine, isIsolating: state.isolation !== 'none', events, installer, settings },
});
for (const { program, handle, memoryMbytes, ...lease } of await findOwnPrograms(engine, workerId, settings.leaseSecs)) {
  const adopted = { program, handle };
  worker.hold(new Attempt({ lease, engine, events, installer, token: null, adopted }, memoryMbytes));
}
if (state.isAvailable) worker.start();
const builder = state.isAvailable ? await startBuildWorker({ engine, workerId }) : null;

const held = () => worker?.held ?? new Set<string>();
while (!stopping.signal.aborted) {
  await clearStrayPrograms(engine, held).catch((error) => log().error({ err: error }, 'stray programs were not ended'));
  await runUpkeep().catch((error) => log().error({ err: error }, 'upkeep failed'));
  await wait(UPKEEP_EVERY_MILLIS, undefined, { signal: stopping.signal }).catch(() => {});
}
await Promise.all([worker.stop(), builder?.stop()]);
await events.close();
if (settings.givesBack) await removeWorker(workerId).catch(() => {});
await listener.close();
await closeDatabase();
process.exit(0);
