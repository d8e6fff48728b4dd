/**
 * A database full of accounts, resources and grants. Everything in it follows from its number, so that any process can name a token or a
 * resource without being told.
 */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../db/migrate.ts';

export interface WorldSize {
  resources: number;
  accounts: number;
  grants: number;
  /** Account 1, the reader of lists: the first resources are its own, the first grants are to it. */
  readerOwns: number;
  readerIsGranted: number;
}

export interface World {
  url: string;
  size: WorldSize;
}

const idOf = (noun: string, n: number) => createHash('md5').update(`${noun}-${n}`).digest('hex').slice(0, 17);
export const accountId = (n: number) => idOf('account', n);
export const resourceId = (n: number) => idOf('resource', n);
export const tokenOf = (account: number) => `bench-token-${account}`;

/** The account that owns resource `n`. */
export const ownerOf = ({ accounts, readerOwns }: WorldSize, n: number) =>
  n <= readerOwns ? 1 : 2 + (n % (accounts - 1));

/** Grant `i` of 1…: who may read what. No grant goes to the resource's owner. */
export function grantOf(size: WorldSize, i: number): { account: number; resource: number } {
  const resource = size.readerOwns + i;
  return { resource, account: i <= size.readerIsGranted ? 1 : 2 + ((resource + 1) % (size.accounts - 1)) };
}

/** Fills a new database. Constraints that look up other rows are left out meanwhile, which changes nothing in what is stored. */
export async function createWorld(url: string, size: WorldSize): Promise<World> {
  await migrate(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      `SET session_replication_role = replica; SET synchronous_commit = off; SET maintenance_work_mem = '256MB'`,
    );
    for (const statement of fillingStatements(size)) await client.query(statement);
    await client.query('VACUUM (ANALYZE)');
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
  return { url, size };
}

const id = (noun: string, n: string) => `substr(md5('${noun}-' || ${n}), 1, 17)`;

function fillingStatements({ resources, accounts, grants, readerOwns, readerIsGranted }: WorldSize): string[] {
  const owner = `CASE WHEN n <= ${readerOwns} THEN 1 ELSE 2 + n % ${accounts - 1} END`;
  // 7,919 is prime, so neighbours in number are far apart in time.
  const createdAt = `timestamptz '2026-01-01' + (n::bigint * 7919 % ${resources}) * interval '1 second'`;
  const grantee = `CASE WHEN i <= ${readerIsGranted} THEN 1 ELSE 2 + (n + 1) % ${accounts - 1} END`;
  return [
    `INSERT INTO accounts (id, username, email, general_access)
     SELECT ${id('account', 'n')}, 'user-' || n, 'user-' || n || '@example.com', 'RESTRICTED' FROM generate_series(1, ${accounts}) AS n`,
    `INSERT INTO tokens (id, digest, account_id, description, hint)
     SELECT ${id('token', 'n')}, sha256(('bench-token-' || n)::bytea), ${id('account', 'n')}, 'bench', 'n' FROM generate_series(1, ${accounts}) AS n`,
    `INSERT INTO resources (id, kind, owner_id, name, created_at)
     SELECT ${id('resource', 'n')}, 'dataset', ${id('account', `(${owner})`)}, CASE WHEN n % 2 = 0 THEN 'dataset-' || n END, ${createdAt}
     FROM generate_series(1, ${resources}) AS n`,
    `INSERT INTO datasets (id, item_count, clean_item_count, byte_count, fields)
     SELECT ${id('resource', 'n')}, 0, 0, 0, ARRAY['url', 'title', 'price'] FROM generate_series(1, ${resources}) AS n`,
    `INSERT INTO grants (id, resource_id, account_id, permissions, kind, resource_created_at, owner_id, created_by)
     SELECT ${id('grant', 'i')}, ${id('resource', 'n')}, ${id('account', `(${grantee})`)}, ARRAY['READ'], 'dataset', ${createdAt},
       ${id('account', `(${owner})`)}, ${id('account', `(${owner})`)}
     FROM (SELECT i, ${readerOwns} + i AS n FROM generate_series(1, ${grants}) AS i) AS granted`,
  ];
}
