import { authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/load.ts';
import { readBlob } from '../blob/read.ts';
import type { Ctx } from '../context.ts';
import { recordNotFound } from '../errors.ts';
import type { Address } from '../ids.ts';
import { isJson, isPlainImage, isText } from './content-type.ts';
import { etagOf } from './etag.ts';
import { parseRecordKey } from './input.ts';

/** A record for showing. Text is text, whatever it is the source of: it is never shown as HTML. */
export interface RecordPreview {
  key: string;
  contentType: string;
  byteCount: number;
  modifiedAt: Date;
  etag: string;
  preview:
    | { kind: 'text' | 'json'; text: string; isCut: boolean }
    /** Its bytes are to be asked for under the same right: an address that opens by itself would outlive it. */
    | { kind: 'image' }
    | { kind: 'none'; reason: string };
}

const MAX_PREVIEW_BYTES = 100_000;

/** Reads a record for showing. Errors: `invalid-record-key`, `record-not-found`, `insufficient-permissions`. */
export async function previewRecord(ctx: Ctx, address: Address, key: string): Promise<RecordPreview> {
  const recordKey = parseRecordKey(key);
  const asked: Reference<'key-value-store'> = {
    kind: 'key-value-store',
    address,
    content: { kind: 'record', key: recordKey },
  };
  const { record } = await authorize(ctx, 'read', asked);
  if (!record) throw recordNotFound('The record');
  const { contentType, byteCount, modifiedAt, digest } = record;
  const shown = { key: recordKey, contentType, byteCount, modifiedAt, etag: etagOf(digest) };

  if (isPlainImage(contentType)) return { ...shown, preview: { kind: 'image' } };
  if (!isText(contentType)) {
    return { ...shown, preview: { kind: 'none', reason: 'This type of content cannot be shown here' } };
  }
  const head = await firstBytes(record, Math.min(byteCount, MAX_PREVIEW_BYTES));
  const isCut = byteCount > head.length;
  const text = textOf(head, isCut);
  if (text === null) return { ...shown, preview: { kind: 'none', reason: 'The content is not text in UTF-8' } };
  return { ...shown, preview: { kind: isJson(contentType) ? 'json' : 'text', text, isCut } };
}

async function firstBytes(
  { data, blobId }: { data: Buffer | null; blobId: string | null },
  byteCount: number,
): Promise<Buffer> {
  if (data || blobId === null) return data?.subarray(0, byteCount) ?? Buffer.alloc(0);
  const chunks: Buffer[] = [];
  for await (const chunk of readBlob(blobId, { start: 0, end: byteCount })) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The text of bytes; null if they are none. Where they are cut, half a character at the end is left out. */
function textOf(bytes: Buffer, isCut: boolean): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
    return text.includes('\u0000') ? null : text;
  } catch {
    return null;
  }
}
