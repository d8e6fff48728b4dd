import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pool } from '../../db/client.ts';

/** Whether this role can serve: the database answers and has all migrations of this version. */
export async function isReady(): Promise<boolean> {
  try {
    const journal = await readFile(path.join(process.cwd(), 'db/migrations/meta/_journal.json'), 'utf8');
    const expected = (JSON.parse(journal) as { entries: unknown[] }).entries.length;
    const { rows } = await pool().query<{ count: number }>(
      'SELECT count(*) AS count FROM drizzle.__drizzle_migrations',
    );
    return (rows[0]?.count ?? 0) >= expected;
  } catch {
    return false;
  }
}
