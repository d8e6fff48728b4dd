/**
 * Brings the tables up to date.
 */
import path from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { migrateJobQueues } from './job-queue.ts';

/** The name of the lock: any number that nobody else uses, the same in every version. */
const MIGRATION_LOCK = 4_728_364_283;

/** Applies the migrations in db/migrations that are still missing. Any number of processes may call this at once: one works, the others wait. */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await applyMigrations(drizzle(client), { migrationsFolder: path.join(import.meta.dirname, 'migrations') });
    await migrateJobQueues(databaseUrl);
  } finally {
    // The lock belongs to the connection and goes with it.
    await client.end();
  }
}
