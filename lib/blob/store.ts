/** Where the bytes of large records are kept: behind one face, in the database or in an object store. */

/** Bytes from `start` to before `end`. */
export interface ByteRange {
  start: number;
  end: number;
}

export type BlobLocation = 'DATABASE' | 'S3';

export interface BlobStore {
  location: BlobLocation;
  /** Writes bytes to their end. They are durable when whatever is committed to the database afterwards is. */
  write: (id: string, bytes: AsyncIterable<Buffer>) => Promise<void>;
  /** Gives a part of the bytes, as it is asked for. Throws where they are gone. */
  read: (id: string, range: ByteRange) => AsyncGenerator<Buffer>;
  /** Removes what there is of it: all, a part, or nothing. */
  remove: (id: string) => Promise<void>;
}
