import type { BulkResult } from '../storage/bulk.ts';

/** What became of all of them, in a sentence. */
export function summaryOf(results: readonly BulkResult[]): string {
  const failedCount = results.filter(({ error }) => error).length;
  const doneCount = results.length - failedCount;
  if (failedCount === 0) return doneCount === 1 ? 'Done' : `All ${doneCount} done`;
  return `${doneCount} of ${results.length} done, ${failedCount} failed`;
}
