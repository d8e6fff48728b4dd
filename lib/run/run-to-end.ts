import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import { awaitEnd, describeRun, type Waiting } from './get.ts';
import type { RunView } from './view.ts';

/** Source: contract 8, run-sync: "300 s → 408". */
export const MAX_SYNC_SECS = 300;

/**
 * Waits until a run that was started has succeeded. The run goes on where nobody waits any more.
 * Errors: as `getRun`; `run-timeout-exceeded` where it takes longer than that, `run-failed` where it ends otherwise.
 */
export async function runToEnd(ctx: Ctx, { id }: Pick<RunView, 'id'>, waiting: Waiting): Promise<RunView> {
  const proof = await authorize(ctx, 'read', { kind: 'run', address: { by: 'id', id } });
  const run = await describeRun(await awaitEnd(ctx, proof, waiting));
  if (run.finishedAt === null) {
    throw new ApiError(
      'run-timeout-exceeded',
      `The run ${id} has not finished within ${waiting.maxMillis / 1_000} seconds; it goes on, and its output can be read later`,
      { runId: id },
    );
  }
  if (run.status !== 'SUCCEEDED') {
    throw new ApiError('run-failed', `The run ${id} did not succeed: it is ${run.status}`, { runId: id });
  }
  return run;
}
