import { createContext, Script } from 'node:vm';

/** Work that was given up. */
export class TookTooLong extends Error {}

const context = createContext({ work: () => undefined });
const script = new Script('work()');

/**
 * Runs `work` for `millis` at most, and then ends it wherever it is, within a regular expression too. What it was about is not to be used
 * again, since it may be half done. Errors: TookTooLong; those of `work`.
 */
export function within<T>(millis: number, work: () => T): T {
  context.work = work;
  try {
    return script.runInContext(context, { timeout: millis }) as T;
  } catch (error) {
    // It is an Error of the other context, so no instance of ours.
    if ((error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new TookTooLong();
    throw error;
  } finally {
    context.work = () => undefined;
  }
}
