import { clearBlobs } from '../blob/clear.ts';
import { removeDeletedContent, removeExpired, unlessBusy } from './queries.ts';

/** Clears away what nothing can reach any more. Several workers may call it: one at a time does it. */
export async function runUpkeep(): Promise<void> {
  await unlessBusy(async () => {
    await removeExpired();
    while (await removeDeletedContent());
    await clearBlobs();
  });
}
