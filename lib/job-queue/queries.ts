/** The queues of work, as the product uses them: it is put in with a transaction of ours, and taken out by workers. */
import { PgBoss } from 'pg-boss';
import { pool } from '../../db/client.ts';
import { BUILD_QUEUE, JOB_SCHEMA } from '../../db/job-queue.ts';
import type { Transaction } from '../../db/transaction.ts';
import { env } from '../env.ts';
import { log } from '../log.ts';

export interface BuildTask {
  buildId: string;
}

// The Console's bundler and plain Node may each load this module once.
const holder = globalThis as typeof globalThis & { gatehouseJobSender?: Promise<PgBoss> | undefined };

/** What puts jobs in has no connection and no work of its own: its few statements go through the pool, or a transaction. */
async function sender(): Promise<PgBoss> {
  holder.gatehouseJobSender ??= open(
    new PgBoss({
      ...{ schema: JOB_SCHEMA, supervise: false, schedule: false, migrate: false },
      db: { executeSql: (text, values) => pool().query(text, values) },
    }),
  ).catch((error) => {
    holder.gatehouseJobSender = undefined;
    throw error;
  });
  return holder.gatehouseJobSender;
}

async function open(boss: PgBoss): Promise<PgBoss> {
  boss.on('error', (error) => log().warn({ err: error }, 'the queue of work reports an error'));
  return boss.start();
}

/** Enters the work of a build: it is there once the transaction is committed, and never without the build. */
export async function sendBuildTask(tx: Transaction, task: BuildTask): Promise<void> {
  const boss = await sender();
  await boss.send(BUILD_QUEUE, task, {
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
 * Takes builds to be made, `atOnce` at a time, until stopped. `signal`: ends when the job is taken away, by its time or because this worker
 * counted as gone. A job whose work throws is given out again.
 */
export async function takeBuildTasks(
  atOnce: number,
  work: (task: BuildTask, signal: AbortSignal) => Promise<void>,
): Promise<{ stop: () => Promise<void> }> {
  const boss = await open(
    new PgBoss({
      ...{ connectionString: env().databaseUrl, schema: JOB_SCHEMA, migrate: false, schedule: false, max: 3 },
      ...{ useListenNotify: true, superviseIntervalSeconds: 5, monitorIntervalSeconds: 5 },
    }),
  );
  await boss.work<BuildTask>(
    BUILD_QUEUE,
    {
      ...{ localConcurrency: atOnce, batchSize: 1, heartbeatRefreshSeconds: 4 },
      // Jobs that are given out again are not announced, so looking is worth as much as listening.
      ...{ pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 },
    },
    async (jobs) => {
      for (const job of jobs) await work(job.data, job.signal);
    },
  );
  // Who stops ends its builds itself, and they are given out again.
  return { stop: () => boss.stop({ graceful: false }) };
}
