import type { Ctx } from '../context.ts';
import { ApiError, refusalOf } from '../errors.ts';
import { log } from '../log.ts';
import { abortRun } from '../run/abort.ts';
import { type BulkResult, MAX_BULK } from '../storage/bulk.ts';

/**
 * Asks for the end of several runs, each by itself: what is refused for one leaves the others as they were decided. One that has finished
 * stays as it is. Errors: `invalid-input` for none or more than 100 of them.
 */
export async function abortChosen(ctx: Ctx, ids: readonly string[], gracefully: boolean): Promise<BulkResult[]> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) throw new ApiError('invalid-input', 'Choose at least one');
  if (distinct.length > MAX_BULK) throw new ApiError('invalid-input', `Choose ${MAX_BULK} at most`);
  const results: BulkResult[] = [];
  // One after another: side by side they would hold as many connections, and take those of everybody else.
  for (const id of distinct) results.push({ id, name: null, error: await abortOne(ctx, id, gracefully) });
  return results;
}

async function abortOne(ctx: Ctx, id: string, gracefully: boolean): Promise<BulkResult['error']> {
  try {
    await abortRun(ctx, { by: 'id', id }, { gracefully });
    return null;
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return { type: refusal.type, message: refusal.message };
    log().error({ requestId: ctx.requestId, err: error }, 'bulk abort failed');
    return { type: 'internal-error', message: 'Something went wrong on our side; this one was not aborted' };
  }
}
