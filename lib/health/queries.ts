import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { db, pool } from '../../db/client.ts';
import { workers } from '../../db/schema/run.ts';
import type { AuthorizedAccount } from '../authorization/authorize.ts';

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

/** Counts workers heard of in the last minute that can run programs of others' Actors, or only of an account's own. */
export async function countWorkers(): Promise<{ isolating: number; others: number }> {
  const { rows } = await pool().query<{ isolating: number; others: number }>(
    `SELECT count(*) FILTER (WHERE isolates) AS isolating, count(*) FILTER (WHERE runs AND NOT isolates) AS others FROM (
       SELECT jsonb_path_exists(engines, '$[*] ? (@.isAvailable == true)') AS runs,
         jsonb_path_exists(engines, '$[*] ? (@.isAvailable == true && @.isolation != "none")') AS isolates
       FROM workers WHERE seen_at > now() - interval '1 minute'
     ) AS seen`,
  );
  return rows[0] ?? { isolating: 0, others: 0 };
}

/** Workers heard of in the last minute. */
export async function selectWorkers(_proof: AuthorizedAccount<'operate'>) {
  return db()
    .select()
    .from(workers)
    .where(sql`${workers.seenAt} > now() - interval '1 minute'`)
    .orderBy(workers.host, workers.id)
    .limit(1_000);
}
