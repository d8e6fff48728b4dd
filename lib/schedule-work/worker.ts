/** Fires schedules: any number of workers look for what is due, and share what is to be started. */
import { setTimeout as wait } from 'node:timers/promises';
import { takeJobs } from '../job-queue/queries.ts';
import { log } from '../log.ts';
import { claimDue } from './claim.ts';
import { fire } from './fire.ts';
import { endForsakenFirings, millisToNext } from './queries.ts';

/** A schedule may be switched on, or its time changed, at any moment. */
const LOOK_EVERY_MILLIS = 1_000;
const SWEEP_EVERY_MILLIS = 60_000;
const AT_ONCE = 4;

export interface ScheduleWorker {
  /** What is being started is brought to its end; the rest of a firing is given back. */
  stop(): Promise<void>;
}

export async function startScheduleWorker(): Promise<ScheduleWorker> {
  const stopping = new AbortController();
  const firing = new Set<Promise<void>>();
  const jobs = await takeJobs('schedule-firing', AT_ONCE, async ({ firingId }, { signal, isLast }) => {
    const leaving = AbortSignal.any([signal, stopping.signal]);
    const fired = fire(firingId, { signal: leaving, isLast }).catch((error) => {
      if (!leaving.aborted) log().warn({ err: error, firingId }, 'a firing was broken off');
      throw error;
    });
    firing.add(fired);
    try {
      await fired;
    } finally {
      firing.delete(fired);
    }
  });
  const looking = look(stopping.signal);
  const sweeping = setInterval(() => {
    endForsakenFirings().catch((error) => log().warn({ err: error }, 'forsaken firings were not ended'));
  }, SWEEP_EVERY_MILLIS);
  return {
    async stop() {
      clearInterval(sweeping);
      stopping.abort();
      await Promise.allSettled([looking, ...firing]);
      await jobs.stop();
    },
  };
}

/** Looks once a second, and at the very moment when the next one is due. */
async function look(stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    let millis: number | null = null;
    try {
      while (await claimDue());
      millis = await millisToNext();
    } catch (error) {
      log().warn({ err: error }, 'due schedules were not found');
    }
    await wait(Math.min(LOOK_EVERY_MILLIS, Math.ceil(millis ?? LOOK_EVERY_MILLIS)), undefined, {
      signal: stopping,
    }).catch(() => {});
  }
}
