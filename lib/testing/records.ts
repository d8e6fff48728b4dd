/** Stores and records for tests, and requests that official clients do not send. */
import { once } from 'node:events';
import net from 'node:net';
import { eq } from 'drizzle-orm';
import { db, pool } from '../../db/client.ts';
import { keyValueStores } from '../../db/schema/key-value-store.ts';
import { grants, resources } from '../../db/schema/resource.ts';
import { createId } from '../ids.ts';
import type { GeneralAccess, GrantPermission } from '../vocabulary.ts';
import type { Person } from './world.ts';

/** A restricted, nameless, empty store, unless said otherwise. */
export async function makeStore(
  owner: Person,
  values: { name?: string; generalAccess?: GeneralAccess; schema?: Record<string, unknown> } = {},
): Promise<string> {
  const id = createId();
  const { schema, ...rest } = values;
  await db()
    .insert(resources)
    .values({ id, kind: 'key-value-store', ownerId: owner.id, generalAccess: 'RESTRICTED', ...rest });
  await db()
    .insert(keyValueStores)
    .values({ id, ...(schema && { schema }) });
  return id;
}

/** Shares a resource with a person and gives what takes it back. */
export async function giveGrant(
  resourceId: string,
  to: Person,
  permissions: GrantPermission[],
): Promise<() => Promise<void>> {
  const id = createId();
  const [resource] = await db().select().from(resources).where(eq(resources.id, resourceId));
  if (!resource) throw new Error('There is no such resource');
  const { kind, createdAt: resourceCreatedAt, ownerId } = resource;
  await db()
    .insert(grants)
    .values({ id, resourceId, accountId: to.id, permissions, kind, resourceCreatedAt, ownerId, createdBy: ownerId });
  return async () => {
    await db().delete(grants).where(eq(grants.id, id));
  };
}

export const recordPathOf = (storeId: string, key: string) => `/v2/key-value-stores/${storeId}/records/${key}`;

/** What there is of a store in the database. */
export async function storeFacts(storeId: string) {
  const { rows } = await pool().query<{
    recordCount: number;
    byteCount: number;
    records: number;
    bytes: number;
    writing: number;
    kept: number;
    removed: number;
    chunks: number;
  }>(
    `SELECT k.record_count AS "recordCount", k.byte_count AS "byteCount",
       (SELECT count(*) FROM records r WHERE r.store_id = $1) AS records,
       (SELECT coalesce(sum(byte_count), 0)::bigint FROM records r WHERE r.store_id = $1) AS bytes,
       (SELECT count(*) FROM blobs b WHERE b.store_id = $1 AND b.state = 'WRITING') AS writing,
       (SELECT count(*) FROM blobs b WHERE b.store_id = $1 AND b.state = 'KEPT') AS kept,
       (SELECT count(*) FROM blobs b WHERE b.store_id = $1 AND b.state = 'REMOVED') AS removed,
       (SELECT count(*) FROM blob_chunks c JOIN blobs b ON b.id = c.blob_id WHERE b.store_id = $1) AS chunks
     FROM (SELECT 1) one LEFT JOIN key_value_stores k ON k.id = $1`,
    [storeId],
  );
  const [facts] = rows;
  if (!facts) throw new Error('There are no facts');
  return facts;
}

/** Makes all blobs of a store look as if nobody had touched them for a day. */
export async function ageBlobs(storeId: string): Promise<void> {
  await pool().query(`UPDATE blobs SET touched_at = now() - interval '1 day' WHERE store_id = $1`, [storeId]);
}

/** Sends bytes as they are over a connection of its own, and gives all that comes back until it is closed. */
export async function rawRequest(
  url: string,
  head: readonly string[],
  body: Buffer = Buffer.alloc(0),
): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = net.connect(Number(port), hostname);
  await once(socket, 'connect');
  let answer = '';
  socket.setEncoding('latin1').on('data', (text) => {
    answer += text;
  });
  socket.on('error', () => {});
  socket.write([...head, 'connection: close', '', ''].join('\r\n'));
  socket.write(body);
  await once(socket, 'close');
  return answer;
}

/** Bytes that do not compress and differ everywhere, the same for the same seed. */
export function noise(byteCount: number, seed = 1): Buffer {
  const bytes = Buffer.allocUnsafe(byteCount);
  let state = seed >>> 0 || 1;
  for (let at = 0; at < byteCount; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state & 255;
  }
  return bytes;
}
