/** Statements on storages of any kind. They take a proof and decide nothing. */
import { and, eq, sql } from 'drizzle-orm';
import { pool } from '../../db/client.ts';
import { datasets } from '../../db/schema/dataset.ts';
import { deletedStorages } from '../../db/schema/deleted-storage.ts';
import { keyValueStores } from '../../db/schema/key-value-store.ts';
import { requestQueues } from '../../db/schema/request-queue.ts';
import { resources } from '../../db/schema/resource.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized, AuthorizedAccount, Listing } from '../authorization/authorize.ts';
import { type ListingFilter, listedPage, listedTotal } from '../authorization/listing.ts';
import type { Principal } from '../authorization/types.ts';
import { ApiError } from '../errors.ts';
import { createId } from '../ids.ts';
import type { PageKey } from '../paging.ts';
import type { AccountGeneralAccess, GeneralAccess, StorageKind } from '../vocabulary.ts';

const TABLES = { dataset: datasets, 'key-value-store': keyValueStores, 'request-queue': requestQueues } as const;

/** Inserts a storage; null if the account has one of that kind and name already. */
export async function insertStorage(
  tx: Transaction,
  proof: AuthorizedAccount<'create-storage'>,
  kind: StorageKind,
  { name, title, schema }: { name: string | null; title: string | null; schema: Record<string, unknown> | null },
): Promise<string | null> {
  const id = createId();
  const inserted = await tx.db
    .insert(resources)
    .values({ id, kind, ownerId: proof.account.id, name, ...creatorOf(proof.principal) })
    .onConflictDoNothing()
    .returning({ id: resources.id });
  if (inserted.length === 0) return null;
  if (kind === 'dataset') await tx.db.insert(datasets).values({ id, title, schema });
  if (kind === 'key-value-store') await tx.db.insert(keyValueStores).values({ id, title, schema });
  if (kind === 'request-queue') await tx.db.insert(requestQueues).values({ id, title });
  return id;
}

/** What is kept of the program that created something: its token has it in its scope, its Actor finds it again in later runs. */
const creatorOf = (principal: Principal) => ({
  ...(principal.kind === 'token' && { createdByTokenId: principal.tokenId }),
  ...(principal.kind === 'run' && {
    createdByRunId: principal.runId,
    createdByActorId: principal.actorId,
    createdByLevel: principal.level,
  }),
});

/** The id of the account's storage of that kind and name, if there is one. */
export async function findOwnStorageByName(
  tx: Transaction,
  proof: AuthorizedAccount<'find-storage'>,
  kind: StorageKind,
  name: string,
): Promise<string | null> {
  const [row] = await tx.db
    .select({ id: resources.id })
    .from(resources)
    .where(isNamed(proof.account.id, kind, name));
  return row?.id ?? null;
}

/** Whether another storage of the owner's and of this kind has this name. */
export async function isNameTaken(
  tx: Transaction,
  { row }: Authorized<StorageKind, 'write'>,
  name: string,
): Promise<boolean> {
  const rows = await tx.db
    .select({ id: resources.id })
    .from(resources)
    .where(and(isNamed(row.ownerId, row.kind, name), sql`${resources.id} <> ${row.id}`));
  return rows.length > 0;
}

const isNamed = (ownerId: string, kind: StorageKind, name: string) =>
  and(eq(resources.ownerId, ownerId), eq(resources.kind, kind), eq(sql`lower(${resources.name})`, name.toLowerCase()));

/** Errors: `name-not-unique` if somebody has taken the name since it was looked for. */
export async function setNameAndTitle(
  tx: Transaction,
  { row }: Authorized<StorageKind, 'write'>,
  values: { name?: string | null; title?: string | null },
): Promise<void> {
  if (values.name !== undefined) {
    await tx.db.update(resources).set({ name: values.name }).where(eq(resources.id, row.id)).catch(refuseTakenName);
  }
  const table = TABLES[row.kind];
  await tx.db
    .update(table)
    .set({ modifiedAt: new Date(), ...(values.title !== undefined && { title: values.title }) })
    .where(eq(table.id, row.id));
}

const UNIQUE_VIOLATION = '23505';

function refuseTakenName(error: unknown): never {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && 'code' in cause && cause.code === UNIQUE_VIOLATION) {
    throw new ApiError('name-not-unique', 'Another storage of this account has just taken this name');
  }
  throw error;
}

/** Removes the storage at once; its content, which nothing can reach any more, is left to the worker. */
export async function deleteStorage(tx: Transaction, { row }: Authorized<StorageKind, 'write'>): Promise<void> {
  await tx.db.insert(deletedStorages).values({ id: row.id, kind: row.kind });
  await tx.db.delete(resources).where(eq(resources.id, row.id));
}

/** A row of a list. */
export type StorageListRow<K extends StorageKind = StorageKind> = {
  kind: K;
  id: string;
  name: string | null;
  title: string | null;
  ownerId: string;
  ownerUsername: string;
  generalAccess: GeneralAccess;
  ownerGeneralAccess: AccountGeneralAccess;
  /** Of the run whose default storage it is. */
  runGeneralAccess: GeneralAccess | null;
  createdByActorId: string | null;
  createdByRunId: string | null;
  createdAt: Date;
  modifiedAt: Date;
  accessedAt: Date;
  byteCount: number;
  /** Unexpired grants and live links. */
  grantCount: number;
  linkCount: number;
} & StorageListCounts[K];

interface StorageListCounts {
  dataset: { itemCount: number; cleanItemCount: number };
  'key-value-store': { recordCount: number };
  'request-queue': { totalRequestCount: number; handledRequestCount: number; hadMultipleClients: boolean };
}

const LIST_TABLES: Record<StorageKind, { table: string; counts: string }> = {
  dataset: { table: 'datasets', counts: 'k.item_count AS "itemCount", k.clean_item_count AS "cleanItemCount"' },
  'key-value-store': { table: 'key_value_stores', counts: 'k.record_count AS "recordCount"' },
  'request-queue': {
    table: 'request_queues_counted',
    counts: `k.total_request_count AS "totalRequestCount", k.handled_request_count AS "handledRequestCount",
      k.had_multiple_clients AS "hadMultipleClients"`,
  },
};

export async function countStorages(listing: Listing<StorageKind>, filter: ListingFilter): Promise<number> {
  const { text, values } = listedTotal(listing, filter);
  const { rows } = await pool().query<{ total: number }>(text, values);
  return rows[0]?.total ?? 0;
}

/** A page of the list; `total` counts the whole of it. */
export async function selectStorages<K extends StorageKind>(
  listing: Listing<K>,
  filter: ListingFilter,
  page: { limit: number; offset: number; desc: boolean; after?: PageKey | undefined },
): Promise<{ rows: StorageListRow<K>[]; total: number }> {
  const listed = listedPage(listing, filter, page);
  const direction = page.desc ? 'DESC' : 'ASC';
  const { table, counts } = LIST_TABLES[listing.kind];
  const [{ rows }, total] = await Promise.all([
    pool().query<StorageListRow<K>>(
      `SELECT r.kind, r.id, r.name, k.title, r.owner_id AS "ownerId", o.username AS "ownerUsername", r.general_access AS "generalAccess",
         o.general_access AS "ownerGeneralAccess", u.general_access AS "runGeneralAccess", r.created_by_actor_id AS "createdByActorId",
         r.created_by_run_id AS "createdByRunId", r.created_at AS "createdAt", k.modified_at AS "modifiedAt", k.accessed_at AS "accessedAt",
         k.byte_count AS "byteCount", ${counts},
         (SELECT count(*) FROM grants g WHERE g.resource_id = r.id AND (g.expires_at IS NULL OR g.expires_at > now())) AS "grantCount",
         (SELECT count(*) FROM links l WHERE l.resource_id = r.id AND l.revoked_at IS NULL
            AND (l.expires_at IS NULL OR l.expires_at > now())) AS "linkCount"
       FROM (${listed.text}) AS page
       JOIN resources r ON r.id = page.id JOIN accounts o ON o.id = r.owner_id JOIN ${table} k ON k.id = r.id
       LEFT JOIN resources u ON u.id = r.run_id
       ORDER BY page.created_at ${direction}, page.id ${direction}`,
      listed.values,
    ),
    countStorages(listing, filter),
  ]);
  return { rows, total };
}
