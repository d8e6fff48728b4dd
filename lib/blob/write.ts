import { log } from '../log.ts';
import { claimWritten, deleteBlob, insertBlob, type StoreWriting, touchBlob } from './queries.ts';
import type { BlobLocation, BlobStore } from './store.ts';
import { storeForNew } from './stores.ts';

const TOUCH_EVERY_MILLIS = 30_000;

/** Bytes that are there and belong to nothing yet. */
export interface WrittenBlob {
  id: string;
  /** Removes them again, where they are not to be kept after all; those that belong to something by now stay. */
  discard: () => Promise<void>;
}

/**
 * Writes bytes as a new blob. Nothing stays of it where that fails; of a process that dies meanwhile, the worker clears it away. It becomes
 * somebody's in the transaction that says so.
 */
export async function writeBlob(proof: StoreWriting, bytes: AsyncIterable<Buffer>): Promise<WrittenBlob> {
  return writeBlobAs((location) => insertBlob(proof, location), bytes);
}

/** As `writeBlob`. `enter`: enters the blob for what it is to belong to, and gives its id. */
export async function writeBlobAs(
  enter: (location: BlobLocation) => Promise<string>,
  bytes: AsyncIterable<Buffer>,
): Promise<WrittenBlob> {
  const store = await storeForNew();
  const id = await enter(store.location);
  const touching = setInterval(() => {
    touchBlob(id).catch((error) => log().warn({ err: error }, 'an upload could not be marked as going on'));
  }, TOUCH_EVERY_MILLIS).unref();
  const discard = () => discardBlob(store, id);
  try {
    await store.write(id, bytes);
  } catch (error) {
    await discard();
    throw error;
  } finally {
    clearInterval(touching);
  }
  return { id, discard };
}

/** The row goes last: as long as it is there, the worker knows of what may be left. */
async function discardBlob(store: BlobStore, id: string): Promise<void> {
  try {
    if (!(await claimWritten(id))) return;
    await store.remove(id);
    await deleteBlob(id);
  } catch (error) {
    log().warn({ err: error }, 'bytes of an upload were left to the worker');
  }
}
