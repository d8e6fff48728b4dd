import { authorize, reauthorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import { type LogProof, logEvents } from './follow.ts';
import { plainText } from './plain-text.ts';

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

/**
 * Opens the log of a run or a build. `kind` null: of whichever has this id.
 * Errors: `record-not-found`, `insufficient-permissions`.
 */
export async function openLog(ctx: Ctx, kind: JobKind | null, id: string, options: LogOptions): Promise<OpenLog> {
  const found = kind ?? (await kindOf(ctx, id));
  const proof: LogProof = await authorize(ctx, 'read', { kind: found, address: { by: 'id', id } });
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

async function* pieces(ctx: Ctx, first: LogProof, { isStream, isRaw, gone }: LogOptions): AsyncGenerator<string> {
  for await (const event of logEvents(ctx, first, 0, gone)) {
    if (event.kind === 'text') yield isRaw ? event.text : plainText(event.text);
    if (event.kind === 'caught-up' && !isStream) return;
  }
}
