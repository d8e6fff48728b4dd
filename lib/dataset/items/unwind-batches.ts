import { setImmediate } from 'node:timers/promises';
import type { ItemUnwinding } from './transform.ts';

/** What is passed on at once, as for items that are read. */
const MAX_BATCH_CHARS = 262_144;

/** How long the work goes on without letting other requests have their turn. */
const SLICE_MILLIS = 10;

/**
 * Unwinds items on their way, a batch at a time. One stored item may become very many, or be much work for none: so other requests have
 * their turn in between, whether anything comes out or not.
 * `look`: called in each of these pauses; what it throws ends the reading.
 */
export async function* unwindBatches(
  source: AsyncIterable<readonly string[]>,
  unwind: ItemUnwinding,
  look: () => Promise<void>,
): AsyncGenerator<string[]> {
  let batch: string[] = [];
  let charCount = 0;
  let startedAt = performance.now();
  for await (const texts of source) {
    for (const text of texts) {
      for (const output of unwind(text)) {
        if (output !== null) {
          batch.push(output);
          charCount += output.length;
        }
        if (charCount >= MAX_BATCH_CHARS) {
          yield batch;
          batch = [];
          charCount = 0;
        }
        if (performance.now() - startedAt < SLICE_MILLIS) continue;
        await setImmediate();
        await look();
        startedAt = performance.now();
      }
    }
  }
  if (batch.length > 0) yield batch;
}
