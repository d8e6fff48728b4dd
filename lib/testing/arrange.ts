/** Puts things straight into the database, for tests that need many of them or a state that no use-case makes. */
import { eq } from 'drizzle-orm';
import pg from 'pg';
import { db, pool } from '../../db/client.ts';
import { accounts, tokens } from '../../db/schema/account.ts';
import { datasets } from '../../db/schema/dataset.ts';
import { keyValueStores } from '../../db/schema/key-value-store.ts';
import { requestQueues } from '../../db/schema/request-queue.ts';
import { grants, links, resources } from '../../db/schema/resource.ts';
import type { Scope } from '../authorization/types.ts';
import { createId, createToken, digestOf } from '../ids.ts';
import { signRecord, signRecordOfficially } from '../signature/record-link.ts';
import { recordSigningKey, signingKey } from '../signature/signing-key.ts';
import { signStorage } from '../signature/storage-link.ts';
import type { AccountGeneralAccess, GeneralAccess, GrantPermission, StorageKind } from '../vocabulary.ts';
import type { Person } from './world.ts';

/** An instant that has passed, and one that has not. */
export const LONG_AGO = new Date('2020-01-01T00:00:00.000Z');
export const LONG_HENCE = new Date('2100-01-01T00:00:00.000Z');

interface StorageValues {
  name?: string;
  generalAccess?: GeneralAccess;
  createdByTokenId?: string;
  runId?: string;
}

const STORAGES = { dataset: datasets, 'key-value-store': keyValueStores, 'request-queue': requestQueues } as const;

/** A restricted, nameless storage with nothing in it, unless said otherwise. */
export async function makeStorage(
  kind: StorageKind,
  owner: Pick<Person, 'id'>,
  values: StorageValues = {},
): Promise<string> {
  const id = createId();
  await db()
    .insert(resources)
    .values({ id, kind, ownerId: owner.id, generalAccess: 'RESTRICTED', ...values });
  await db().insert(STORAGES[kind]).values({ id });
  return id;
}

export const makeDataset = (owner: Person, values: StorageValues = {}) => makeStorage('dataset', owner, values);

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
  const { kind, createdAt: resourceCreatedAt, ownerId } = resource;
  await db()
    .insert(grants)
    .values({
      ...{ id, resourceId, accountId: to.id, permissions, kind, resourceCreatedAt, ownerId, expiresAt },
      createdBy: ownerId,
    });
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
  await enterRevoked(resourceId, signature, expiresAt, null);
  return signature;
}

/** Signs a record: officially where it never ends, else in our own form. */
export const recordSignatureOf = (
  storeId: string,
  recordKey: string,
  expiresAt: Date | null = null,
  epoch = 1,
): string =>
  expiresAt === null
    ? signRecordOfficially(signingKey(storeId, epoch), recordKey)
    : signRecord(recordSigningKey(storeId, epoch), {
        storeId,
        recordKey,
        expiresAtMillis: expiresAt.getTime(),
        origin: '',
      });

/** Signs a record and enters the link as revoked. */
export async function revokedRecordSignature(storeId: string, recordKey: string): Promise<string> {
  const expiresAt = new Date(LONG_HENCE.getTime() - 1);
  const signature = recordSignatureOf(storeId, recordKey, expiresAt);
  await enterRevoked(storeId, signature, expiresAt, recordKey);
  return signature;
}

async function enterRevoked(resourceId: string, signature: string, expiresAt: Date, recordKey: string | null) {
  const [resource] = await db().select().from(resources).where(eq(resources.id, resourceId));
  if (!resource) throw new Error('There is no such resource');
  await db()
    .insert(links)
    .values({
      ...{ id: createId(), ownerId: resource.ownerId, resourceId, recordKey, origin: 'CLIENT', expiresAt },
      digest: digestOf(signature),
      revokedAt: LONG_AGO,
    });
}

export async function setAccountAccess(of: Person, generalAccess: AccountGeneralAccess): Promise<void> {
  await db().update(accounts).set({ generalAccess }).where(eq(accounts.id, of.id));
}

/** The rows that a storage has of its own, by the column that names it; and where its content is. */
const PARTS: Record<StorageKind, readonly (readonly [table: string, column: string])[]> = {
  dataset: [['datasets', 'id']],
  'key-value-store': [
    ['key_value_stores', 'id'],
    ['records', 'store_id'],
  ],
  'request-queue': [
    ['request_queues', 'id'],
    ['request_queue_counters', 'queue_id'],
    ['queue_requests', 'queue_id'],
  ],
};
const SHARED_PARTS = [
  ['resources', 'id'],
  ['grants', 'resource_id'],
  ['links', 'resource_id'],
] as const;

/** Keeps the rows of a storage. Returns what puts them back as they were, without the items that were pushed meanwhile. */
export async function keepStorage(kind: StorageKind, id: string): Promise<() => Promise<void>> {
  const parts = [...SHARED_PARTS.slice(0, 1), ...PARTS[kind], ...SHARED_PARTS.slice(1)];
  const kept: string[] = [];
  for (const [table, column] of parts) {
    const { rows } = await pool().query<{ rows: unknown }>(
      `SELECT coalesce(json_agg(t), '[]') AS rows FROM ${table} t WHERE ${column} = $1`,
      [id],
    );
    kept.push(JSON.stringify(rows[0]?.rows));
  }
  const { escapeLiteral } = pg;
  const key = escapeLiteral(id);
  // All in one message, and so in one transaction.
  const text = [
    ...parts.map(([table, column]) => `DELETE FROM ${table} WHERE ${column} = ${key}`),
    `DELETE FROM deleted_storages WHERE id = ${key}`,
    `DELETE FROM dataset_items WHERE dataset_id = ${key}`,
    ...parts.map(
      ([table], at) =>
        `INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, ${escapeLiteral(kept[at] ?? '[]')})`,
    ),
  ].join(';\n');
  return async () => {
    await pool().query(text);
  };
}

const COUNTED = [
  ...['accounts', 'identities', 'sessions', 'tokens', 'invitations', 'instance', 'resources', 'datasets'],
  ...[
    'key_value_stores',
    'request_queues',
    'dataset_items',
    'deleted_storages',
    'grants',
    'links',
    'audit_events',
    'audit_heads',
  ],
];

/** How many rows each table has, for tests of what must change nothing. Counters of reads and attempts are left out. */
export async function countRows(): Promise<Record<string, number>> {
  const counts = COUNTED.map((table) => `(SELECT count(*) FROM ${table}) AS ${table}`);
  const { rows } = await pool().query<Record<string, number>>(`SELECT ${counts.join(', ')}`);
  return { ...rows[0] };
}
