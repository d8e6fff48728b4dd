import { setTimeout as wait } from 'node:timers/promises';
import { type Authorized, authorize, reauthorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import { isFinal } from '../vocabulary.ts';
import { plainText } from './plain-text.ts';
import { selectLog } from './queries.ts';

export interface LogOptions {
  /** Goes on until the run or the build has ended. */
  isStream: boolean;
  /** Keeps the codes by which terminals colour text. */
  isRaw: boolean;
  /** Aborted when nobody listens any more: a log on which nothing comes is not read from, so it would not notice by itself. */
  gone?: AbortSignal | undefined;
}

export interface OpenLog {
  id: string;
  kind: JobKind;
  /** Text in pieces of whole lines. Throws where the right to read it is lost meanwhile. */
  text: AsyncGenerator<string>;
}

type JobKind = 'run' | 'build';
type Proof = Authorized<JobKind, 'read'>;

/**
 * Opens the log of a run or a build. `kind` null: of whichever has this id.
 * Errors: `record-not-found`, `insufficient-permissions`.
 */
export async function openLog(ctx: Ctx, kind: JobKind | null, id: string, options: LogOptions): Promise<OpenLog> {
  const found = kind ?? (await kindOf(ctx, id));
  const proof: Proof = await authorize(ctx, 'read', { kind: found, address: { by: 'id', id } });
  return { id: proof.row.id, kind: found, text: pieces(ctx, proof, options) };
}

/** No build has this id where a build of this id is not found: then it is a run or nothing. */
async function kindOf(ctx: Ctx, id: string): Promise<JobKind> {
  try {
    await reauthorize(ctx, 'read', { kind: 'build', address: { by: 'id', id } });
    return 'build';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.type === 'record-not-found' ? 'run' : 'build';
  }
}

const CHUNKS_AT_ONCE = 50;
const LOOK_EVERY_MILLIS = 300;
/** A right that is lost ends the stream within a second. */
const RECHECK_AFTER_MILLIS = 700;

async function* pieces(ctx: Ctx, first: Proof, { isStream, isRaw, gone }: LogOptions): AsyncGenerator<string> {
  let proof = first;
  let checkedAt = Date.now();
  let after = 0;
  while (!gone?.aborted) {
    if (Date.now() - checkedAt > RECHECK_AFTER_MILLIS) {
      const { kind, id } = proof.row;
      proof = await reauthorize(ctx, 'read', { kind, address: { by: 'id', id } });
      checkedAt = Date.now();
    }
    // How it stood before the text was read: what is printed last is there once it has ended.
    const isOver = !isStream || isFinal(proof.row.status);
    const chunks = await selectLog(proof, after, CHUNKS_AT_ONCE);
    for (const { sequence, text } of chunks) {
      after = sequence;
      yield isRaw ? text : plainText(text);
    }
    if (chunks.length === CHUNKS_AT_ONCE) continue;
    if (isOver) return;
    await wait(LOOK_EVERY_MILLIS, undefined, { signal: gone }).catch(() => {});
  }
}
