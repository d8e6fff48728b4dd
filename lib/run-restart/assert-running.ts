import { ApiError, recordNotFound } from '../errors.ts';
import type { RunRow } from '../run/queries.ts';

/** The run, if its program runs and is not about to end. Errors: `record-not-found`, `invalid-request`. */
export function assertRunning(run: RunRow | null): RunRow {
  if (!run) throw recordNotFound('The run');
  if (run.status === 'RUNNING' && run.abortRequestedAt === null) return run;
  throw new ApiError('invalid-request', `Only a run that is running can do this; this one is ${run.status}`);
}
