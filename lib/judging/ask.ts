/**
 * Work whose amount a schema decides, and schemas come from strangers: done in threads of its own, so that it holds up no request. The
 * threads are shared by all kinds of schemas, which bounds what they take together.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Tinypool } from 'tinypool';
import { ApiError } from '../errors.ts';

/** What a thread answers to work that it gave up. */
export interface TooMuch {
  kind: 'too-much';
}

const LOST_AFTER_MILLIS = 60_000;

let threads: Tinypool | undefined;

function pool(): Tinypool {
  threads ??= new Tinypool({
    minThreads: 0,
    maxThreads: 2,
    idleTimeout: 60_000,
    // A thread that takes more ends, and its task fails.
    resourceLimits: { maxOldGenerationSizeMb: 512 },
    // The code that is made of a schema needs to know nothing of ours.
    env: {},
  });
  return threads;
}

/**
 * Asks a thread. `accountId`: for whom; `module`: path from the root of the repository to what does the work as its default export, and
 * limits itself in time; `task`: plain data. Errors: `rate-limit-exceeded` where too much waits already.
 */
export async function askThread<Outcome>(accountId: string, module: string, task: object): Promise<Outcome | TooMuch> {
  // Not by `import.meta.url`: the Console's bundler would take the module for a picture and leave out what it imports.
  const filename = pathToFileURL(path.join(process.cwd(), module)).href;
  return inTurn(accountId, async () => {
    try {
      // The thread limits itself; this is for one that cannot even start.
      return (await pool().run(task, { filename, signal: AbortSignal.timeout(LOST_AFTER_MILLIS) })) as Outcome;
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') throw tooBusy();
      const isOutOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (isOutOfMemory) return { kind: 'too-much' };
      throw error;
    }
  });
}

const tooBusy = () =>
  new ApiError('rate-limit-exceeded', 'Too much is waiting to be checked by its schema; try again later', {
    retryAfterSecs: 5,
  });

/** Tasks of one account that may wait; each holds what is to be checked. */
const MAX_WAITING = 16;

const turns = new Map<string, { last: Promise<unknown>; count: number }>();

/**
 * One task of an account at a time, so that one account's slow schemas never hold all threads.
 * Errors: `rate-limit-exceeded` where too many wait already.
 */
async function inTurn<T>(accountId: string, work: () => Promise<T>): Promise<T> {
  const turn = turns.get(accountId) ?? { last: Promise.resolve(), count: 0 };
  if (turn.count >= MAX_WAITING) throw tooBusy();
  turns.set(accountId, turn);
  turn.count++;
  const own = turn.last.catch(() => {}).then(work);
  turn.last = own;
  try {
    return await own;
  } finally {
    turn.count--;
    if (turn.count === 0) turns.delete(accountId);
  }
}
