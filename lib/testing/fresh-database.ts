/** An empty database of its own, for tests of what happens on a new instance: the files of other tests share one. */
import pg from 'pg';
import { migrate } from '../../db/migrate.ts';
import { createId } from '../ids.ts';

/** Makes it and points this process to it; call it before anything opens the shared one. Returns what removes it. */
export async function useFreshDatabase(): Promise<() => Promise<void>> {
  const shared = process.env.DATABASE_URL ?? '';
  const name = `fresh_${createId().toLowerCase()}`;
  await administer(shared, `CREATE DATABASE ${name}`);
  const fresh = new URL(shared);
  fresh.pathname = `/${name}`;
  process.env.DATABASE_URL = fresh.href;
  await migrate(fresh.href);
  return async () => {
    process.env.DATABASE_URL = shared;
    await administer(shared, `DROP DATABASE ${name} WITH (FORCE)`);
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
