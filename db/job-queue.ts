/**
 * Queues of work for the worker, kept by pg-boss in a schema of its own beside the product's tables.
 *
 * Context: builds take minutes, must survive the worker that makes them, and must not be asked for twice. Choice: pg-boss, whose jobs are rows:
 * whoever asks for a build writes the build and its job in one transaction. A job only says that there is work; what is to be done, and how
 * far it is, the product's own row says. So a job that is delivered twice, or too late, does no harm.
 */
import { PgBoss, type QueueOptions } from 'pg-boss';

export const JOB_SCHEMA = 'pgboss';
export const BUILD_QUEUE = 'build';

const BUILD_QUEUE_OPTIONS = {
  // A build ends by its own time before; see `lib/build`.
  expireInSeconds: 2 * 60 * 60,
  retryLimit: 4,
  retryDelay: 1,
  // A worker that has not been heard of for so long is gone, and its build begins anew.
  heartbeatSeconds: 15,
  deleteAfterSeconds: 24 * 60 * 60,
} satisfies QueueOptions;

/** Makes the tables of the queues and the queues, or brings them up to date. One process at a time. */
export async function migrateJobQueues(connectionString: string): Promise<void> {
  const boss = new PgBoss({ connectionString, schema: JOB_SCHEMA, supervise: false, schedule: false, max: 2 });
  boss.on('error', () => {});
  await boss.start();
  try {
    await boss.createQueue(BUILD_QUEUE, { ...BUILD_QUEUE_OPTIONS, notify: true });
    await boss.updateQueue(BUILD_QUEUE, { ...BUILD_QUEUE_OPTIONS, notify: true });
  } finally {
    await boss.stop({ graceful: false });
  }
}
