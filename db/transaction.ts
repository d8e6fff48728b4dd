/** One transaction for check, change and audit. */
import { drizzle } from 'drizzle-orm/node-postgres';
import type pg from 'pg';
import { type Database, pool } from './client.ts';

/** An open transaction: `db` for Drizzle statements, `client` for the few written as SQL. Both are the same connection. */
export interface Transaction {
  db: Database;
  client: pg.PoolClient;
}

/** Runs `work` in a transaction: committed when it returns, rolled back when it throws. Serialization stays READ COMMITTED: rows that a
 * decision depends on are locked by the gate. */
export async function transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
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
