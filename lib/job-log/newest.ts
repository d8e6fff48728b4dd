import { authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { plainText } from './plain-text.ts';
import { selectNewestLog } from './queries.ts';

const MAX_LINES = 1_000;
/** A page is for looking; the whole log is a file. */
const MAX_CHARS = 100_000;

/** The newest lines of a log as plain text. `isCut`: there are earlier ones. */
export interface NewestLog {
  lines: string[];
  isCut: boolean;
}

/** Reads the newest lines of a run's or a build's log. Errors: `record-not-found`, `insufficient-permissions`. */
export async function newestLog(ctx: Ctx, reference: Reference<'run' | 'build'>): Promise<NewestLog> {
  const chunks = await selectNewestLog(await authorize(ctx, 'read', reference), MAX_CHARS);
  const text = chunks.map((chunk) => chunk.text).join('');
  const all = text.slice(-MAX_CHARS).split('\n');
  // A text ends with a line's end, and one that was cut begins amid a line.
  if (all.at(-1) === '') all.pop();
  const whole = text.length > MAX_CHARS ? all.slice(1) : all;
  const lines = whole.slice(-MAX_LINES).map(plainText);
  return { lines, isCut: lines.length < all.length || (chunks[0]?.sequence ?? 1) > 1 };
}
