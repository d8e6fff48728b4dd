import { type Authorized, authorize, reauthorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { recordNotFound } from '../errors.ts';
import type { Address } from '../ids.ts';
import { awaitNotice } from '../notice/queries.ts';
import { isFinished, selectRun } from './queries.ts';
import { type RunView, runView } from './view.ts';

/** Source: the official description, `waitForFinish`: "maximum 60 seconds". */
export const MAX_WAIT_SECS = 60;

export interface Waiting {
  /** How long to wait for the run to finish; 0 not at all. */
  maxMillis: number;
  /** Aborted when nobody waits for the answer any more. */
  gone?: AbortSignal | undefined;
}

/** Describes a run, after waiting for its end where that is asked for. Errors: `record-not-found`, `insufficient-permissions`. */
export async function getRun(ctx: Ctx, address: Address, waiting: Waiting = { maxMillis: 0 }): Promise<RunView> {
  const proof = await authorize(ctx, 'read', { kind: 'run', address });
  return describeRun(await awaitEnd(ctx, proof, waiting));
}

export async function describeRun(proof: Authorized<'run', 'read'>): Promise<RunView> {
  const run = await selectRun(proof);
  if (!run) throw recordNotFound('The run');
  return runView(proof, run);
}

/** Notices come at once; this is for those that were missed. */
const LOOK_EVERY_MILLIS = 2_000;

/** Waits for the end of a run. The right to read it is asked for again each time somebody looks. Errors: as `getRun`. */
export async function awaitEnd(
  ctx: Ctx,
  proof: Authorized<'run', 'read'>,
  { maxMillis, gone }: Waiting,
): Promise<Authorized<'run', 'read'>> {
  const until = Date.now() + maxMillis;
  const { id } = proof.row;
  let current = proof;
  while (Date.now() < until && !gone?.aborted) {
    const seen = new AbortController();
    const signal = gone ? AbortSignal.any([gone, seen.signal]) : seen.signal;
    const notice = awaitNotice('gatehouse_run_state', id, Math.min(LOOK_EVERY_MILLIS, until - Date.now()), signal);
    // Looked at after the waiting has begun, so that no notice falls in between.
    try {
      if (await isFinished(current)) return current;
      await notice;
    } finally {
      seen.abort();
    }
    current = await reauthorize(ctx, 'read', { kind: 'run', address: { by: 'id', id } });
  }
  return current;
}
