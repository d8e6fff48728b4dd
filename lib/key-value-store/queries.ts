/** Statements on records. They take a proof and decide nothing. */
import { pool } from '../../db/client.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized } from '../authorization/authorize.ts';
import type { StoreWriting } from '../blob/queries.ts';
import type { KeyRange } from './key-range.ts';

type Reading = Authorized<'key-value-store', 'read'>;
type Writing = Authorized<'key-value-store', 'write'>;

export interface RecordEntry {
  key: string;
  contentType: string;
  byteCount: number;
  modifiedAt: Date;
}

interface RecordsPage {
  /** The key that it goes on after. */
  after: string | null;
  limit: number;
}

/** A page of a store's records, by their keys' bytes. */
export const selectRecords = (proof: Reading, range: KeyRange, page: RecordsPage): Promise<RecordEntry[]> =>
  selectPage<RecordEntry>('select-records', ENTRY_COLUMNS, proof, range, page);

export async function countRecords({ row }: Reading, { from, below }: KeyRange): Promise<number> {
  const { rows } = await pool().query<{ count: number }>(
    'SELECT count(*) AS count FROM records WHERE store_id = $1 AND key >= $2 AND key < $3',
    [row.id, from, below],
  );
  return rows[0]?.count ?? 0;
}

export interface RecordContent extends RecordEntry {
  data: Buffer | null;
  blobId: string | null;
}

/** As `selectRecords`, with what is in them. */
export const selectContents = (proof: Reading, range: KeyRange, page: RecordsPage): Promise<RecordContent[]> =>
  selectPage<RecordContent>('select-contents', `${ENTRY_COLUMNS}, data, blob_id AS "blobId"`, proof, range, page);

const ENTRY_COLUMNS = 'key, content_type AS "contentType", byte_count AS "byteCount", modified_at AS "modifiedAt"';

async function selectPage<Row extends RecordEntry>(
  name: string,
  columns: string,
  { row }: Reading,
  { from, below }: KeyRange,
  { after, limit }: RecordsPage,
): Promise<Row[]> {
  const { rows } = await pool().query<Row>({
    name,
    text: `SELECT ${columns} FROM records
           WHERE store_id = $1 AND key >= $2 AND key < $3 AND key > $4 ORDER BY key LIMIT $5`,
    values: [row.id, from, below, after ?? '', limit],
  });
  return rows;
}

/** Which of these digests are those of links of the store that have been revoked. */
export async function selectRevoked({ row }: Reading, digests: readonly Buffer[]): Promise<Buffer[]> {
  const { rows } = await pool().query<{ digest: Buffer }>(
    'SELECT digest FROM links WHERE resource_id = $1 AND digest = ANY ($2::bytea[]) AND revoked_at IS NOT NULL',
    [row.id, digests],
  );
  return rows.map(({ digest }) => digest);
}

/** What is put: bytes that come along, or a blob that has been written. `digest`: SHA-256. */
export type NewRecord = {
  key: string;
  contentType: string;
  byteCount: number;
  digest: Buffer;
} & ({ data: Buffer; blobId: null } | { data: null; blobId: string });

/**
 * Writes a record, with the store's counters. Says so where nothing is written because the store is gone, or because the worker has given
 * the blob up. The store's row orders writers of one key; the blob that a record had is left to the worker, since somebody may be reading it.
 */
export async function upsertRecord(
  tx: Transaction,
  { row }: StoreWriting,
  record: NewRecord,
): Promise<'done' | 'no-store' | 'no-blob'> {
  if (!(await lockCounters(tx, row.id))) return 'no-store';
  const { rows } = await tx.client.query<{ kept: number }>({
    name: 'upsert-record',
    text: `
      WITH old AS (SELECT byte_count, blob_id FROM records WHERE store_id = $1 AND key = $2),
        retired AS (${retire('(SELECT blob_id FROM old)')}),
        kept AS (UPDATE blobs SET state = 'KEPT', touched_at = now() WHERE id = $7 AND state = 'WRITING' RETURNING 1),
        put AS (
          INSERT INTO records (store_id, key, content_type, byte_count, digest, data, blob_id)
          VALUES ($1, $2, $3, $4, $5, $6::bytea, $7)
          ON CONFLICT (store_id, key) DO UPDATE SET content_type = excluded.content_type, byte_count = excluded.byte_count,
            digest = excluded.digest, data = excluded.data, blob_id = excluded.blob_id, modified_at = now()
        ),
        counted AS (
          UPDATE key_value_stores SET modified_at = now(),
            record_count = record_count + 1 - (SELECT count(*) FROM old),
            byte_count = byte_count + $4::bigint - (SELECT coalesce(sum(byte_count), 0) FROM old)
          WHERE id = $1
        )
      SELECT count(*) AS kept FROM kept`,
    values: [row.id, record.key, record.contentType, record.byteCount, record.digest, record.data, record.blobId],
  });
  return record.blobId === null || rows[0]?.kept === 1 ? 'done' : 'no-blob';
}

/** Removes a record, with the store's counters; nothing happens where there is none. */
export async function deleteRecordRow(tx: Transaction, { row }: Writing, key: string): Promise<void> {
  await lockCounters(tx, row.id);
  await tx.client.query({
    name: 'delete-record',
    text: `
      WITH old AS (DELETE FROM records WHERE store_id = $1 AND key = $2 RETURNING byte_count, blob_id),
        retired AS (${retire('(SELECT blob_id FROM old)')})
      UPDATE key_value_stores SET modified_at = now(), record_count = record_count - 1,
        byte_count = key_value_stores.byte_count - old.byte_count
      FROM old WHERE id = $1`,
    values: [row.id, key],
  });
}

/** Whoever holds it sees what was there before, and is the only one to change it. */
async function lockCounters(tx: Transaction, storeId: string): Promise<boolean> {
  const { rowCount } = await tx.client.query({
    name: 'lock-store-counters',
    text: 'SELECT 1 FROM key_value_stores WHERE id = $1 FOR NO KEY UPDATE',
    values: [storeId],
  });
  return rowCount === 1;
}

const retire = (blobId: string) => `UPDATE blobs SET state = 'REMOVED', touched_at = now() WHERE id = ${blobId}`;
