/** Puts things straight into the database, for tests that need many of them or a state that no use-case makes. */
import { eq } from 'drizzle-orm';
import { db, pool } from '../../db/client.ts';
import { accounts, tokens } from '../../db/schema/account.ts';
import { datasets } from '../../db/schema/dataset.ts';
import { grants, links, resources } from '../../db/schema/resource.ts';
import type { Scope } from '../authorization/types.ts';
import { createId, createToken, digestOf } from '../ids.ts';
import { signingKey } from '../signature/signing-key.ts';
import { signStorage } from '../signature/storage-link.ts';
import type { AccountGeneralAccess, GeneralAccess, GrantPermission } from '../vocabulary.ts';
import type { Person } from './world.ts';

/** An instant that has passed, and one that has not. */
export const LONG_AGO = new Date('2020-01-01T00:00:00.000Z');
export const LONG_HENCE = new Date('2100-01-01T00:00:00.000Z');

/** A restricted, nameless dataset without items, unless said otherwise. */
export async function makeDataset(
  owner: Person,
  values: { name?: string; generalAccess?: GeneralAccess; createdByTokenId?: string } = {},
): Promise<string> {
  const id = createId();
  await db()
    .insert(resources)
    .values({ id, kind: 'dataset', ownerId: owner.id, generalAccess: 'RESTRICTED', ...values });
  await db().insert(datasets).values({ id });
  return id;
}

/** Shares a dataset with a person and gives the grant's id. */
export async function makeGrant(
  resourceId: string,
  to: Person,
  permissions: GrantPermission[],
  expiresAt: Date | null = null,
): Promise<string> {
  const id = createId();
  const [resource] = await db().select().from(resources).where(eq(resources.id, resourceId));
  if (!resource) throw new Error('There is no such resource');
  const { kind, createdAt: resourceCreatedAt, ownerId: createdBy } = resource;
  await db()
    .insert(grants)
    .values({ id, resourceId, accountId: to.id, permissions, kind, resourceCreatedAt, createdBy, expiresAt });
  return id;
}

/** Another token of a person's. */
export async function makeToken(
  of: Person,
  values: { scope?: Scope; expiresAt?: Date } = {},
): Promise<{ id: string; token: string }> {
  const id = createId();
  const token = createToken();
  await db()
    .insert(tokens)
    .values({ id, accountId: of.id, digest: digestOf(token), hint: '', description: 'test', ...values });
  return { id, token };
}

/** Signs a dataset's items as any holder of its key can. `expiresAt` null never ends; `epoch` is that of the key. */
export const signatureOf = (resourceId: string, expiresAt: Date | null = null, epoch = 1): string =>
  signStorage(signingKey(resourceId, epoch), resourceId, expiresAt?.getTime() ?? 0);

/** Signs a dataset's items and enters the link as revoked. */
export async function revokedSignature(resourceId: string): Promise<string> {
  const expiresAt = new Date(LONG_HENCE.getTime() - 1);
  const signature = signatureOf(resourceId, expiresAt);
  await db()
    .insert(links)
    .values({
      id: createId(),
      digest: digestOf(signature),
      resourceId,
      origin: 'CLIENT',
      expiresAt,
      revokedAt: LONG_AGO,
    });
  return signature;
}

export async function setAccountAccess(of: Person, generalAccess: AccountGeneralAccess): Promise<void> {
  await db().update(accounts).set({ generalAccess }).where(eq(accounts.id, of.id));
}

export async function setDatasetAccess(id: string, generalAccess: GeneralAccess): Promise<void> {
  await db().update(resources).set({ generalAccess }).where(eq(resources.id, id));
}

const PARTS = [
  ['resources', 'id'],
  ['datasets', 'id'],
  ['grants', 'resource_id'],
  ['links', 'resource_id'],
] as const;

/** Keeps the rows of a dataset without items. Returns what puts them back as they were. */
export async function keepDataset(id: string): Promise<() => Promise<void>> {
  const kept: string[] = [];
  for (const [table, column] of PARTS) {
    const { rows } = await pool().query<{ rows: unknown }>(
      `SELECT coalesce(json_agg(t), '[]') AS rows FROM ${table} t WHERE ${column} = $1`,
      [id],
    );
    kept.push(JSON.stringify(rows[0]?.rows));
  }
  return async () => {
    await pool().query('DELETE FROM resources WHERE id = $1', [id]);
    await pool().query('DELETE FROM deleted_datasets WHERE id = $1', [id]);
    await pool().query('DELETE FROM dataset_items WHERE dataset_id = $1', [id]);
    for (const [at, [table]] of PARTS.entries()) {
      await pool().query(`INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1)`, [kept[at]]);
    }
  };
}

const COUNTED = [
  ...['accounts', 'identities', 'sessions', 'tokens', 'invitations', 'instance', 'resources', 'datasets'],
  ...['dataset_items', 'deleted_datasets', 'grants', 'links', 'audit_events', 'audit_heads'],
];

/** How many rows each table has, for tests of what must change nothing. Counters of reads and attempts are left out. */
export async function countRows(): Promise<Record<string, number>> {
  const counts = COUNTED.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`);
  const { rows } = await pool().query<Record<string, number>>(`SELECT ${counts.join(', ')}`);
  return { ...rows[0] };
}
