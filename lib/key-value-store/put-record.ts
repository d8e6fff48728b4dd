import { transaction } from '../../db/transaction.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { ApiError, recordNotFound } from '../errors.ts';
import { parseContentType } from './content-type.ts';
import { etagOf } from './etag.ts';
import { parseRecordKey } from './input.ts';
import { keepContent } from './keep-content.ts';
import { upsertRecord } from './queries.ts';

/** What a record is to hold. A stream is read only once it is known that its sender may write. */
export type RecordInput = { contentType?: string | undefined } & (
  | { bytes: Buffer }
  | { stream: AsyncIterable<Buffer> }
);

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
  const { content, discard } = await keepContent(writer, 'bytes' in input ? [input.bytes] : input.stream);
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
