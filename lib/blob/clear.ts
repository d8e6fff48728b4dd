import { log } from '../log.ts';
import { deleteBlob, postponeClearing, selectBlobsToClear } from './queries.ts';
import { reachableLocations, storeAt } from './stores.ts';

const BATCH_BLOBS = 100;

/** Removes blobs that nothing needs: replaced and deleted ones after a time for their readers, and those whose writer died. */
export async function clearBlobs(): Promise<void> {
  for (;;) {
    const blobs = await selectBlobsToClear(reachableLocations(), BATCH_BLOBS);
    let removed = 0;
    for (const { id, location } of blobs) {
      try {
        await (await storeAt(location)).remove(id);
        await deleteBlob(id);
        removed++;
      } catch (error) {
        log().warn({ err: error }, 'bytes of a record could not be removed; they are tried again');
        // Behind all others, which must not wait for it.
        await postponeClearing(id);
      }
    }
    if (blobs.length < BATCH_BLOBS || removed === 0) return;
  }
}
