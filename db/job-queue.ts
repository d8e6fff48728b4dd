/**
 * Queues of work for the worker, kept by pg-boss in a schema of its own beside the product's tables.
 *
 * Context: builds, firings of schedules and deliveries of webhooks must survive the worker that does them, and must not be asked for twice.
 * Choice: pg-boss, whose jobs are rows: whoever asks for work writes its row and its job in one transaction. A job only says that there is
 * work; what is to be done, and how far it is, the product's own row says. So a job that is delivered twice, or too late, does no harm.
 */
import { PgBoss, type QueueOptions } from 'pg-boss';

export const JOB_SCHEMA = 'pgboss';
export const BUILD_QUEUE = 'build';
export const FIRING_QUEUE = 'schedule-firing';
export const DISPATCH_QUEUE = 'webhook-dispatch';
export const MAIL_QUEUE = 'notification-mail';

const DAY_SECONDS = 24 * 60 * 60;

const QUEUES = {
  [BUILD_QUEUE]: {
    // A build ends by its own time before; see `lib/build`.
    expireInSeconds: 2 * 60 * 60,
    retryLimit: 4,
    retryDelay: 1,
    // A worker that has not been heard of for so long is gone, and its build begins anew.
    heartbeatSeconds: 15,
    deleteAfterSeconds: DAY_SECONDS,
  },
  [FIRING_QUEUE]: {
    expireInSeconds: 10 * 60,
    // What was started already is found again by its key.
    retryLimit: 10,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: 300,
    heartbeatSeconds: 15,
    deleteAfterSeconds: DAY_SECONDS,
  },
  [DISPATCH_QUEUE]: {
    expireInSeconds: 5 * 60,
    // How often it is tried the dispatch itself says, so that a worker that is gone costs none of its eleven retries: those are some more here.
    retryLimit: 15,
    // Each after about twice the time: the first after a minute, the eleventh after about a day and a half.
    retryDelay: 40,
    retryBackoff: true,
    heartbeatSeconds: 15,
    deleteAfterSeconds: DAY_SECONDS,
  },
  [MAIL_QUEUE]: {
    expireInSeconds: 5 * 60,
    retryLimit: 8,
    retryDelay: 30,
    retryBackoff: true,
    heartbeatSeconds: 15,
    deleteAfterSeconds: DAY_SECONDS,
  },
} satisfies Record<string, QueueOptions>;
export type QueueName = keyof typeof QUEUES;

/** Makes the tables of the queues and the queues, or brings them up to date. One process at a time. */
export async function migrateJobQueues(connectionString: string): Promise<void> {
  const boss = new PgBoss({ connectionString, schema: JOB_SCHEMA, supervise: false, schedule: false, max: 2 });
  boss.on('error', () => {});
  await boss.start();
  try {
    for (const [name, options] of Object.entries(QUEUES)) {
      await boss.createQueue(name, { ...options, notify: true });
      await boss.updateQueue(name, { ...options, notify: true });
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}
