import { createHash } from 'node:crypto';
import { transaction } from '../../db/transaction.ts';
import { type Authorized, authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import { writeBlob } from '../blob/write.ts';
import type { Ctx } from '../context.ts';
import { env } from '../env.ts';
import { ApiError, recordNotFound } from '../errors.ts';
import { parseContentType } from './content-type.ts';
import { etagOf } from './etag.ts';
import { parseRecordKey } from './input.ts';
import { type NewRecord, upsertRecord } from './queries.ts';

/** What a record is to hold. A stream is read only once it is known that its sender may write. */
export type RecordInput = { contentType?: string | undefined } & (
  | { bytes: Buffer }
  | { stream: AsyncIterable<Buffer> }
);

/** Up to here the bytes are in the record's row and come with the decision about it. */
export const MAX_INLINE_BYTES = 16_384;

/**
 * Puts a record into a key-value store, in place of the one that had the key. It is seen whole or not at all: its bytes are durable before
 * its row is there, and the right to write is asked for again in the transaction that adds it.
 * Errors: `invalid-record-key`, `invalid-content-type-header`, `request-too-large`, `record-not-found`, `insufficient-permissions`;
 * `invalid-request` where the worker has given up an upload that stood still.
 */
export async function putRecord(
  ctx: Ctx,
  { address }: Reference<'key-value-store'>,
  key: string,
  input: RecordInput,
): Promise<{ storeId: string; key: string; etag: string }> {
  const recordKey = parseRecordKey(key);
  const contentType = parseContentType(input.contentType);
  const writer = await authorize(ctx, 'write', { kind: 'key-value-store', address });
  const { content, discard } = await keep(writer, 'bytes' in input ? [input.bytes] : input.stream);
  // The store that the bytes were kept for, whatever its name means by now.
  const store = { kind: 'key-value-store', address: { by: 'id', id: writer.row.id } } as const;
  try {
    await transaction(async (tx) => {
      const proof = await authorize(ctx, 'write', store, tx);
      const outcome = await upsertRecord(tx, proof, { key: recordKey, contentType, ...content });
      if (outcome === 'no-store') throw recordNotFound('The key-value store');
      if (outcome === 'no-blob')
        throw new ApiError('invalid-request', 'The upload stood still for too long; send it again');
    });
  } catch (error) {
    await discard?.();
    throw error;
  }
  return { storeId: writer.row.id, key: recordKey, etag: etagOf(content.digest) };
}

type Content = Pick<NewRecord, 'byteCount' | 'digest'> &
  ({ data: Buffer; blobId: null } | { data: null; blobId: string });

/** Reads the bytes to their end: small ones into memory, large ones into a blob. */
async function keep(
  proof: Authorized<'key-value-store', 'write'>,
  stream: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<{ content: Content; discard?: () => Promise<void> }> {
  const counted = { byteCount: 0, hash: createHash('sha256') };
  const bytes = measured(stream, counted);
  try {
    const head: Buffer[] = [];
    while (counted.byteCount <= MAX_INLINE_BYTES) {
      const { value, done } = await bytes.next();
      if (done) {
        const data = Buffer.concat(head, counted.byteCount);
        return { content: { byteCount: data.length, digest: counted.hash.digest(), data, blobId: null } };
      }
      head.push(value);
    }
    const { id, discard } = await writeBlob(proof, joined(head, bytes));
    const content = { byteCount: counted.byteCount, digest: counted.hash.digest(), data: null, blobId: id };
    return { content, discard };
  } finally {
    // Not waited for: its end may be that of a client who sends nothing more.
    bytes.return(undefined).catch(() => {});
  }
}

/** The same bytes, counted and digested as they pass. Errors: `request-too-large`. */
async function* measured(
  stream: AsyncIterable<Buffer> | Iterable<Buffer>,
  counted: { byteCount: number; hash: ReturnType<typeof createHash> },
): AsyncGenerator<Buffer, undefined> {
  const { maxRecordBytes } = env();
  for await (const chunk of stream) {
    counted.byteCount += chunk.length;
    if (counted.byteCount > maxRecordBytes) throw recordTooLarge();
    counted.hash.update(chunk);
    yield chunk;
  }
}

export const recordTooLarge = () =>
  new ApiError('request-too-large', `A record must have at most ${env().maxRecordBytes} bytes`);

async function* joined(head: Buffer[], rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.concat(head.splice(0));
  yield* rest;
}
