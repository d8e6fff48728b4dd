/** Blobs in the database: rows of one size each. No transaction stays open while a slow client sends or receives. */
import { deleteChunks, insertChunk, readChunk } from './queries.ts';
import type { BlobStore } from './store.ts';

/** Of a stored chunk: changing it would make stored blobs unreadable. */
const CHUNK_BYTES = 262_144;

export const databaseBlobs: BlobStore = {
  location: 'DATABASE',

  async write(id, bytes) {
    let position = 0;
    let inFlight: Promise<void> | null = null;
    try {
      for await (const chunk of inChunks(bytes)) {
        await inFlight;
        // The next chunk arrives while this one is stored.
        inFlight = insertChunk(id, position++, chunk);
        inFlight.catch(() => {});
      }
    } finally {
      // Nothing may be added once this has returned: what is there then is removed.
      await inFlight;
    }
  },

  async *read(id, { start, end }) {
    let position = Math.floor(start / CHUNK_BYTES);
    const next = () => {
      const chunkStart = position * CHUNK_BYTES;
      if (chunkStart >= end) return null;
      const part = { start: Math.max(0, start - chunkStart), end: Math.min(CHUNK_BYTES, end - chunkStart) };
      const reading = readChunk(id, position++, part);
      // It is awaited below, unless the reader goes away first.
      reading.catch(() => {});
      return { reading, byteCount: part.end - part.start };
    };
    for (let ahead = next(); ahead; ) {
      const data = await ahead.reading;
      if (data?.length !== ahead.byteCount) throw new Error('The bytes of a record are not there any more');
      // The database reads the next chunk while this one is sent.
      ahead = next();
      yield data;
    }
  },

  remove: deleteChunks,
};

/** The same bytes in chunks of the stored size. */
async function* inChunks(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let byteCount = 0;
  for await (const part of bytes) {
    parts.push(part);
    byteCount += part.length;
    if (byteCount < CHUNK_BYTES) continue;
    const joined = parts.length === 1 ? part : Buffer.concat(parts, byteCount);
    let at = 0;
    for (; byteCount - at >= CHUNK_BYTES; at += CHUNK_BYTES) yield joined.subarray(at, at + CHUNK_BYTES);
    parts = at < byteCount ? [joined.subarray(at)] : [];
    byteCount -= at;
  }
  if (byteCount > 0) yield Buffer.concat(parts, byteCount);
}
