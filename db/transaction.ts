/** One transaction for check, change and audit. */
import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { type Database, pool } from './client.ts';

/** An open transaction: `db` for Drizzle statements, `client` for the few written as SQL. Both are the same connection. */
export interface Transaction {
  db: Database;
  client: pg.PoolClient;
}

/**
 * Runs `work` in a transaction: committed when it returns, rolled back when it throws. Serialization stays READ COMMITTED: rows that a
 * decision depends on are locked by the gate. Of two transactions that wait for each other the database ends one, and that one is run again:
 * so `work` must change nothing but the database.
 */
export async function transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runOnce(work);
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isDeadlock(error)) throw error;
    }
  }
}

const MAX_ATTEMPTS = 3;

const DEADLOCK_DETECTED = '40P01';
function isDeadlock(error: unknown): boolean {
  // Drizzle wraps what the driver throws.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause && cause.code === DEADLOCK_DETECTED;
}

async function runOnce<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work({ db: drizzle(client), client });
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
