/** The one connection pool of this process. */
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { env } from '../lib/env.ts';

// Counts and positions are bigint in the database; all of ours stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export type Database = NodePgDatabase;
/** A transaction, or the pool itself where a single statement is enough. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

interface Client {
  pool: pg.Pool;
  db: Database;
}

// The Console's bundler and plain Node may each load this module once; the pool must still be one.
const holder = globalThis as typeof globalThis & { gatehouseDatabase?: Client };

function client(): Client {
  holder.gatehouseDatabase ??= connect(env().databaseUrl);
  return holder.gatehouseDatabase;
}

function connect(connectionString: string): Client {
  const pool = new pg.Pool({
    connectionString,
    max: 20,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 10_000,
    // Nothing here runs long or waits long; what does holds a connection that others need.
    statement_timeout: 60_000,
    lock_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
  });
  // A connection that breaks while idle is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {});
  return { pool, db: drizzle(pool) };
}

export const pool = (): pg.Pool => client().pool;
export const db = (): Database => client().db;

/** Closes the pool; the next query opens a new one. */
export async function closeDatabase(): Promise<void> {
  const open = holder.gatehouseDatabase;
  holder.gatehouseDatabase = undefined;
  await open?.pool.end();
}
