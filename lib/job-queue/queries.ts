/** The queues of work, as the product uses them: it is put in with a transaction of ours, and taken out by workers. */
import { type JobWithMetadata, PgBoss, type SendOptions } from 'pg-boss';
import { pool, type Queryable } from '../../db/client.ts';
import {
  type BUILD_QUEUE,
  type DISPATCH_QUEUE,
  type FIRING_QUEUE,
  JOB_SCHEMA,
  type MAIL_QUEUE,
  type QueueName,
} from '../../db/job-queue.ts';
import type { Transaction } from '../../db/transaction.ts';
import { env } from '../env.ts';
import { log } from '../log.ts';

/** What each queue's jobs say: which row has work in it. */
export interface Jobs {
  [BUILD_QUEUE]: { buildId: string };
  [FIRING_QUEUE]: { firingId: string };
  [DISPATCH_QUEUE]: { dispatchId: string };
  [MAIL_QUEUE]: { notificationId: string };
}

// The Console's bundler and plain Node may each load this module once.
const holder = globalThis as typeof globalThis & { gatehouseJobSender?: Promise<PgBoss> | undefined };

/** What puts jobs in has no connection and no work of its own: its few statements go through a transaction, or the pool. */
async function sender(tx: Transaction): Promise<PgBoss> {
  holder.gatehouseJobSender ??= openSender(tx).catch((error) => {
    holder.gatehouseJobSender = undefined;
    throw error;
  });
  return holder.gatehouseJobSender;
}

/**
 * Opens it by the connection of the first who needs it: as many as there are connections may stand here, each with one of its own, and none of
 * them would get another.
 */
async function openSender(tx: Transaction): Promise<PgBoss> {
  let through: Queryable = tx.client;
  const boss = new PgBoss({
    ...{ schema: JOB_SCHEMA, supervise: false, schedule: false, migrate: false },
    db: { executeSql: (text, values) => through.query(text, values) },
  });
  try {
    return await open(boss);
  } finally {
    through = pool();
  }
}

async function open(boss: PgBoss): Promise<PgBoss> {
  boss.on('error', (error) => log().warn({ err: error }, 'the queue of work reports an error'));
  return boss.start();
}

/** Enters work: it is there once the transaction is committed, and never without what it is about. Options: as pg-boss takes them. */
export async function sendJob<Name extends QueueName>(
  tx: Transaction,
  queue: Name,
  job: Jobs[Name],
  options: SendOptions = {},
): Promise<void> {
  const boss = await sender(tx);
  await boss.send(queue, job, {
    ...options,
    db: { executeSql: (text, values) => tx.client.query(text, values) },
  });
}

/** Lets go of what putting jobs in needs; the next one opens it anew. */
export async function closeJobQueue(): Promise<void> {
  const open = holder.gatehouseJobSender;
  holder.gatehouseJobSender = undefined;
  await (await open)?.stop({ graceful: false });
}

/**
 * Takes jobs of a queue, `atOnce` at a time, until stopped. `signal`: ends when the job is taken away, by its time or because this worker
 * counted as gone. A job whose work throws is given out again, as its queue says.
 */
export async function takeJobs<Name extends QueueName>(
  queue: Name,
  atOnce: number,
  work: (job: Jobs[Name], attempt: JobAttempt) => Promise<void>,
): Promise<{ stop: () => Promise<void> }> {
  const boss = await open(
    new PgBoss({
      ...{ connectionString: env().databaseUrl, schema: JOB_SCHEMA, migrate: false, schedule: false, max: 3 },
      ...{ useListenNotify: true, superviseIntervalSeconds: 5, monitorIntervalSeconds: 5 },
    }),
  );
  await boss.work(
    queue,
    {
      ...{ localConcurrency: atOnce, batchSize: 1, heartbeatRefreshSeconds: 4, includeMetadata: true },
      // Jobs that are given out again are not announced, so looking is worth as much as listening.
      ...{ pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 },
    },
    async (jobs: JobWithMetadata<Jobs[Name]>[]) => {
      for (const { data, signal, retryCount, retryLimit } of jobs) {
        await work(data, { signal, isLast: retryCount >= retryLimit });
      }
    },
  );
  // Who stops gives its work back.
  return { stop: () => boss.stop({ graceful: false }) };
}

/** `isLast`: whether the job is not given out again where this attempt fails. */
export interface JobAttempt {
  signal: AbortSignal;
  isLast: boolean;
}
