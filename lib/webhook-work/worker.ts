/** Tells webhooks what happened, and sends what is to be sent. Any number of workers may do so, with an engine or without. */
import type { SendOptions } from 'pg-boss';
import { takeJobs } from '../job-queue/queries.ts';
import { log } from '../log.ts';
import { deliver, NotDelivered } from './deliver.ts';
import { failForsakenDispatches, listenForEvents } from './queries.ts';
import { EventFailure, takeOneEvent } from './take-event.ts';

/** Notices come at once; this is for those that were missed, and for events that could not be told before. */
const LOOK_EVERY_MILLIS = 5_000;
const SWEEP_EVERY_MILLIS = 60_000;

export interface WebhookWorker {
  /** Ends the calls that are being made, and gives them back. */
  stop(): Promise<void>;
}

/** `atOnce`: calls made side by side. `deliveries`: of their jobs, as pg-boss takes them. */
export async function startWebhookWorker({
  atOnce = 8,
  deliveries = {},
}: {
  atOnce?: number;
  deliveries?: SendOptions;
} = {}): Promise<WebhookWorker> {
  const stopping = new AbortController();
  const calling = new Set<Promise<void>>();
  const jobs = await takeJobs('webhook-dispatch', atOnce, async ({ dispatchId }, { signal, isLast }) => {
    const leaving = AbortSignal.any([signal, stopping.signal]);
    const delivered = deliver(dispatchId, isLast, leaving).catch((error) => {
      if (!(error instanceof NotDelivered) && !leaving.aborted) {
        log().error({ err: error, dispatchId }, 'a webhook could not be called');
      }
      throw error;
    });
    calling.add(delivered);
    try {
      await delivered;
    } finally {
      calling.delete(delivered);
    }
  });
  const events = takeEvents(deliveries, stopping.signal);
  const listener = await listenForEvents(events.look);
  const looking = setInterval(events.look, LOOK_EVERY_MILLIS);
  const sweeping = setInterval(() => {
    failForsakenDispatches().catch((error) => log().warn({ err: error }, 'forsaken deliveries were not ended'));
  }, SWEEP_EVERY_MILLIS);
  return {
    async stop() {
      clearInterval(looking);
      clearInterval(sweeping);
      stopping.abort();
      await listener.close();
      await events.idle();
      await Promise.allSettled(calling);
      await jobs.stop();
    },
  };
}

/** Takes events one after the other, as long as there are any. */
function takeEvents(deliveries: SendOptions, stopping: AbortSignal) {
  let taking: Promise<void> | null = null;
  let isAskedAgain = false;

  const takeAll = async () => {
    // One that cannot be told must not hold up those behind it; it is tried again the next time that somebody looks.
    const failed: number[] = [];
    while (!stopping.aborted) {
      try {
        if (!(await takeOneEvent(failed, deliveries))) return;
      } catch (error) {
        const isOfEvent = error instanceof EventFailure;
        log().error({ err: isOfEvent ? error.cause : error }, 'webhooks were not told of an event');
        if (!isOfEvent) return;
        failed.push(error.sequence);
      }
    }
  };
  const look = () => {
    isAskedAgain = true;
    taking ??= (async () => {
      while (isAskedAgain && !stopping.aborted) {
        isAskedAgain = false;
        await takeAll();
      }
    })().finally(() => {
      taking = null;
    });
  };
  return { look, idle: async () => taking ?? undefined };
}
