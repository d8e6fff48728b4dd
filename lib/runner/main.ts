/** The worker role. What it needs to go on after a crash is in the database and in its engine: any number may run, on any machine. */
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { closeDatabase } from '../../db/client.ts';
import { listen } from '../../db/listen.ts';
import { env } from '../env.ts';
import { log } from '../log.ts';
import { startMailWorker } from '../notification-mail/worker.ts';
import { startScheduleWorker } from '../schedule-work/worker.ts';
import { runUpkeep } from '../upkeep/run.ts';
import { startWebhookWorker } from '../webhook-work/worker.ts';
import { registerWorker, removeWorker } from '../worker/queries.ts';
import { startBuildWorker } from './builds/worker.ts';
import { chooseEngine } from './engine/choose.ts';
import type { EngineState } from './engine/engine.ts';
import { EventsServer } from './events/server.ts';
import { takeWorkerId } from './identity.ts';
import { Installer } from './install.ts';
import { clearStrayPrograms, findOwnPrograms } from './recover.ts';
import { Attempt } from './run/attempt.ts';
import { Worker } from './worker.ts';

const UPKEEP_EVERY_MILLIS = 60_000;
/** Longer than the database waits for a connection that leads nowhere. */
const ID_LOST_MILLIS = 45_000;

const { worker: settings, events: eventsSettings, dataDir } = env();
const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.abort());

const engine = await chooseEngine(env());
let state = await engine.probe();
tell(state);

const events = await EventsServer.open(eventsSettings);
const installer = new Installer(engine, settings.keepBuilds);

let id: string | undefined;
let idLostAtMillis: number | null = null;
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
    else if (await lock(id)) idLostAtMillis = null;
    else {
      // Our own former connection may not have been given up yet.
      idLostAtMillis ??= Date.now();
      if (Date.now() - idLostAtMillis < ID_LOST_MILLIS) throw new Error('The id of this worker is still taken');
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

const register = () =>
  registerWorker({
    ...{ id: workerId, host: hostname(), memoryMbytes: settings.memoryMbytes },
    engines: [{ name: engine.name, ...state }],
  });
await register();
worker = new Worker({ id: workerId, engine, events, installer, settings }, state);
for (const { program, handle, memoryMbytes, ...lease } of await findOwnPrograms(engine, workerId, settings.leaseSecs)) {
  const adopted = { program, handle };
  worker.hold(new Attempt({ lease, engine, events, installer, token: null, adopted }, memoryMbytes));
}
worker.start();
const mail = await startMailWorker();
const schedules = await startScheduleWorker();
const webhooks = await startWebhookWorker();
let builder = state.isAvailable ? await startBuildWorker({ engine, workerId }) : null;

const held = () => worker?.held ?? new Set<string>();
while (!stopping.signal.aborted) {
  await clearStrayPrograms(engine, held).catch((error) => log().error({ err: error }, 'stray programs were not ended'));
  await runUpkeep().catch((error) => log().error({ err: error }, 'upkeep failed'));
  await wait(UPKEEP_EVERY_MILLIS, undefined, { signal: stopping.signal }).catch(() => {});
  if (state.remedy && !stopping.signal.aborted) await lookAgain();
}
await Promise.all([worker.stop(), builder?.stop(), mail?.stop(), schedules.stop(), webhooks.stop()]);
await events.close();
if (settings.givesBack) await removeWorker(workerId).catch(() => {});
await listener.close();
await closeDatabase();
process.exit(0);

/** What is missing, for whoever reads the terminal, as one line. */
function tell({ summary, remedy, ...rest }: EngineState): void {
  log().debug({ engine: engine.name, summary, remedy, ...rest }, 'engine');
  if (remedy) console.error(`Worker   ${summary} ${remedy}`.replaceAll('\n', ' '));
}

/** Where something was missing, it may be there by now. */
async function lookAgain(): Promise<void> {
  const before = state;
  state = await engine.probe();
  if (isDeepStrictEqual(state, before)) return;
  tell(state);
  await register().catch((error) => log().warn({ err: error }, 'a worker could not say what it can do now'));
  if (state.isAvailable) builder ??= await startBuildWorker({ engine, workerId });
  if (worker) worker.engineState = state;
}
