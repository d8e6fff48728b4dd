/** The bytes of a record, on their way in. */
import { createHash } from 'node:crypto';
import type { StoreWriting } from '../blob/queries.ts';
import { writeBlob } from '../blob/write.ts';
import { env } from '../env.ts';
import { ApiError } from '../errors.ts';
import type { NewRecord } from './queries.ts';

/** Up to here the bytes are in the record's row and come with the decision about it. */
export const MAX_INLINE_BYTES = 16_384;

export type KeptContent = Pick<NewRecord, 'byteCount' | 'digest'> &
  ({ data: Buffer; blobId: null } | { data: null; blobId: string });

/** Reads the bytes to their end: small ones into memory, large ones into a blob, which `discard` removes again. Errors: `request-too-large`. */
export async function keepContent(
  proof: StoreWriting,
  stream: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<{ content: KeptContent; discard?: () => Promise<void> }> {
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
