import { clearBlobs } from '../blob/clear.ts';
import { removeDeletedContent, removeExpired, sealHeaders, unlessBusy } from './queries.ts';

/** Clears away what nothing can reach any more, and seals what is not sealed yet. Several workers may call it: one at a time does it. */
export async function runUpkeep(): Promise<void> {
  await unlessBusy(async () => {
    await removeExpired();
    while (await removeDeletedContent());
    await clearBlobs();
    while (await sealHeaders());
  });
}
