import { authorize, reauthorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import { readBlob } from '../blob/read.ts';
import type { ByteRange } from '../blob/store.ts';
import type { Ctx } from '../context.ts';
import { recordNotFound } from '../errors.ts';
import { etagOf } from './etag.ts';
import { parseRecordKey } from './input.ts';
import { whileAllowed } from './while-allowed.ts';

/** A record on its way out. */
export interface OpenRecord {
  storeId: string;
  key: string;
  contentType: string;
  byteCount: number;
  modifiedAt: Date;
  /** Strong, in quotes. */
  etag: string;
  /** Its bytes, where it is a small one and they came along. */
  inline: Buffer | null;
  /** Its bytes, or a part of them; what was asked for when it was opened unless said otherwise. */
  read: (range?: ByteRange) => AsyncGenerator<Buffer>;
}

/**
 * Opens a record for reading. The right to read is asked for again every half second while it streams, so that a reader who loses it is
 * cut off within a second.
 * Errors: `invalid-record-key`, `record-not-found`, `insufficient-permissions`.
 */
export async function openRecord(
  ctx: Ctx,
  reference: Reference<'key-value-store'>,
  key: string,
  range?: ByteRange,
): Promise<OpenRecord> {
  const recordKey = parseRecordKey(key);
  const asked: Reference<'key-value-store'> = { ...reference, content: { kind: 'record', key: recordKey } };
  const { row, record } = await authorize(ctx, 'read', asked);
  if (!record) throw recordNotFound('The record');
  const { contentType, byteCount, modifiedAt, data, blobId } = record;
  const whole = { start: 0, end: byteCount };
  async function* read({ start, end } = range ?? whole): AsyncGenerator<Buffer> {
    if (data) yield data.subarray(start, end);
    if (blobId !== null) yield* whileAllowed(readBlob(blobId, { start, end }), () => reauthorize(ctx, 'read', asked));
  }
  return {
    ...{ storeId: row.id, key: recordKey, contentType, byteCount, modifiedAt },
    etag: etagOf(record.digest),
    inline: data,
    read,
  };
}
