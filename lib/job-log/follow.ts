import { setTimeout as sleep } from 'node:timers/promises';
import { authorize, reauthorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { isFinal, type JobStatus } from '../vocabulary.ts';
import { selectLog } from './queries.ts';

/** What happens while a log is followed. */
export type LogEvent =
  /** Whole lines; a later reading goes on after `sequence`. */
  | { kind: 'text'; sequence: number; text: string }
  /** All that there was has been given; what comes now is new. Once. */
  | { kind: 'caught-up' }
  /** First, and whenever it has changed. */
  | { kind: 'state'; status: JobStatus; statusMessage: string | null };

const CHUNKS_AT_ONCE = 50;
const POLL_MILLIS = 250;
/** How long a right that was lost may still be used. */
const REASK_MILLIS = 1_000;

/**
 * Reads the log of a run or a build from after a sequence (0: from its beginning), and goes on until the run or the build has finished
 * and all is read. The right to read is asked for again each second.
 * Errors: `record-not-found`, `insufficient-permissions`; the same amid the events.
 */
export async function followLog(
  ctx: Ctx,
  reference: Reference<'run' | 'build'>,
  after: number,
  signal: AbortSignal,
): Promise<AsyncGenerator<LogEvent>> {
  const first = await authorize(ctx, 'read', reference);
  return events(ctx, reference, first, after, signal);
}

async function* events(
  ctx: Ctx,
  reference: Reference<'run' | 'build'>,
  first: Awaited<ReturnType<typeof authorize<'run' | 'build', 'read'>>>,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<LogEvent> {
  let proof = first;
  let askedAt = Date.now();
  let sequence = after;
  let isCaughtUp = false;
  let said = '';
  while (!signal.aborted) {
    if (Date.now() - askedAt >= REASK_MILLIS) {
      proof = await reauthorize(ctx, 'read', reference);
      askedAt = Date.now();
    }
    const { status, statusMessage } = proof.row;
    if (said !== `${status} ${statusMessage}`) yield { kind: 'state', status, statusMessage };
    said = `${status} ${statusMessage}`;

    const chunks = await selectLog(proof, sequence, CHUNKS_AT_ONCE);
    for (const chunk of chunks) {
      yield { kind: 'text', ...chunk };
      sequence = chunk.sequence;
    }
    if (chunks.length === CHUNKS_AT_ONCE) continue;
    if (!isCaughtUp) yield { kind: 'caught-up' };
    isCaughtUp = true;
    // The status was known before this reading: nothing is written after it.
    if (isFinal(status)) return;
    await sleep(POLL_MILLIS, undefined, { signal }).catch(() => {});
  }
}
