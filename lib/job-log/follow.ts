import { setTimeout as sleep } from 'node:timers/promises';
import { type Authorized, authorize, reauthorize } from '../authorization/authorize.ts';
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
/** With what is read meanwhile, a right that is lost ends the reading within a second. */
const REASK_MILLIS = 700;

export type LogProof = Authorized<'run' | 'build', 'read'>;

/**
 * Reads the log of a run or a build from after a sequence (0: from its beginning), and goes on until the run or the build has finished
 * and all is read. The right to read is asked for again and again.
 * Errors: `record-not-found`, `insufficient-permissions`; the same amid the events.
 */
export async function followLog(
  ctx: Ctx,
  reference: Reference<'run' | 'build'>,
  after: number,
  signal: AbortSignal,
): Promise<AsyncGenerator<LogEvent>> {
  return logEvents(ctx, await authorize(ctx, 'read', reference), after, signal);
}

/** The same for whoever was let in already. `gone`: aborted when nobody listens any more. */
export async function* logEvents(
  ctx: Ctx,
  first: LogProof,
  after: number,
  gone: AbortSignal | undefined,
): AsyncGenerator<LogEvent> {
  const { kind, id } = first.row;
  const reference = { kind, address: { by: 'id', id } } as const;
  let proof = first;
  let askedAt = Date.now();
  let sequence = after;
  let isCaughtUp = false;
  let said = '';
  while (!gone?.aborted) {
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
    await sleep(POLL_MILLIS, undefined, { signal: gone }).catch(() => {});
  }
}
