/** Statements on blobs and their chunks. What reads or writes them has a proof for the record that they belong to. */
import { pool } from '../../db/client.ts';
import type { Authorized, AuthorizedStart } from '../authorization/authorize.ts';
import { createId } from '../ids.ts';
import type { BlobLocation } from './store.ts';

/**
 * Who may write into a store: whoever has the right, and whoever may start an Actor, into the default store of its run. That one may still
 * be about to come.
 */
export type StoreWriting =
  | Authorized<'key-value-store', 'write'>
  | {
      readonly starter: Authorized<'actor', 'run'> | Authorized<'actor', 'metamorph'> | AuthorizedStart;
      readonly row: { readonly id: string };
    };

/** Enters a blob that is about to be written, and gives its id. */
export async function insertBlob(proof: StoreWriting, location: BlobLocation): Promise<string> {
  const id = createId();
  await pool().query('INSERT INTO blobs (id, store_id, location) VALUES ($1, $2, $3)', [id, proof.row.id, location]);
  return id;
}

/** Says that a blob is still being written. */
export async function touchBlob(id: string): Promise<void> {
  await pool().query(`UPDATE blobs SET touched_at = now() WHERE id = $1 AND state = 'WRITING'`, [id]);
}

/** Where a blob is; null if it is gone. */
export async function findBlob(id: string): Promise<BlobLocation | null> {
  const { rows } = await pool().query<{ location: BlobLocation }>({
    name: 'find-blob',
    text: 'SELECT location FROM blobs WHERE id = $1',
    values: [id],
  });
  return rows[0]?.location ?? null;
}

/**
 * Takes a blob for its removal; false if it has become somebody's meanwhile. A transaction that is about to say so is waited for: whoever
 * sends a commit and never hears of it does not know.
 */
export async function claimWritten(id: string): Promise<boolean> {
  await pool().query(`UPDATE blobs SET state = 'REMOVED', touched_at = now() WHERE id = $1 AND state = 'WRITING'`, [
    id,
  ]);
  // A statement of its own: only it sees what the first one waited for.
  const { rowCount } = await pool().query(`SELECT 1 FROM blobs WHERE id = $1 AND state = 'KEPT'`, [id]);
  return rowCount === 0;
}

export async function deleteBlob(id: string): Promise<void> {
  await pool().query('DELETE FROM blobs WHERE id = $1', [id]);
}

/**
 * Adds a chunk. It is not waited for to reach the disk: the log of the database has one order, so what is committed after it, and waited for,
 * takes it along.
 */
export async function insertChunk(blobId: string, position: number, data: Buffer): Promise<void> {
  await pool().query({
    name: 'insert-chunk',
    text: `INSERT INTO blob_chunks (blob_id, position, data)
           SELECT $1, $2::int, $3::bytea FROM (SELECT set_config('synchronous_commit', 'off', true)) AS unwaited`,
    values: [blobId, position, data],
  });
}

/** Bytes of a chunk from `start` to before `end`; null if it is gone. */
export async function readChunk(
  blobId: string,
  position: number,
  { start, end }: { start: number; end: number },
): Promise<Buffer | null> {
  const { rows } = await pool().query<{ data: Buffer }>({
    name: 'read-chunk',
    text: 'SELECT substring(data FROM $3::int + 1 FOR $4::int) AS data FROM blob_chunks WHERE blob_id = $1 AND position = $2',
    values: [blobId, position, start, end - start],
  });
  return rows[0]?.data ?? null;
}

export async function deleteChunks(blobId: string): Promise<void> {
  await pool().query('DELETE FROM blob_chunks WHERE blob_id = $1', [blobId]);
}

/** How long a blob that is being written may stay untouched: its writer is gone. */
const WRITING_SECS = 300;
/** How long a removed one stays for those who are still reading it. */
const REMOVED_SECS = 3_600;

/** Some blobs that nothing needs any more. */
export async function selectBlobsToClear(
  locations: readonly BlobLocation[],
  maxCount: number,
): Promise<{ id: string; location: BlobLocation }[]> {
  const { rows } = await pool().query<{ id: string; location: BlobLocation }>(
    `UPDATE blobs SET state = 'REMOVED' WHERE id IN (
       SELECT id FROM blobs
       WHERE state <> 'KEPT' AND location = ANY ($1::text[])
         AND touched_at < now() - CASE state WHEN 'WRITING' THEN $2::int ELSE $3::int END * interval '1 second'
       ORDER BY touched_at LIMIT $4 FOR UPDATE SKIP LOCKED
     ) RETURNING id, location`,
    [locations, WRITING_SECS, REMOVED_SECS, maxCount],
  );
  return rows;
}

/** Leaves a blob for later, which could not be removed now. */
export async function postponeClearing(id: string): Promise<void> {
  await pool().query('UPDATE blobs SET touched_at = now() WHERE id = $1', [id]);
}
