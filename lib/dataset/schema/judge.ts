/** What item schemas say, asked of the threads that know; see `thread.ts`. */
import { Tinypool } from 'tinypool';
import { ApiError } from '../../errors.ts';
import { schemaInvalid } from './dataset-schema.ts';
import type { FieldStatistics } from './field-statistics.ts';
import type { Outcome, Task } from './thread.ts';

/** Statistics of the items of one push. `fields` and `statistics` go together by their places. */
export interface CountedItems {
  fields: string[];
  statistics: FieldStatistics[];
}

/** Checks that items can be held against a schema. `accountId`: whose it is. Errors: `dataset-schema-invalid`. */
export async function assertItemSchema(accountId: string, itemSchema: Record<string, unknown>): Promise<void> {
  const outcome = await ask(accountId, { itemSchema: JSON.stringify(itemSchema) });
  if (outcome.kind === 'bad-schema') throw schemaInvalid(`"schema.fields" ${outcome.problem}`);
  if (outcome.kind === 'too-much') throw schemaInvalid('"schema.fields" takes too much work to check');
}

/**
 * Holds items against a schema and counts their fields. `accountId`: whose dataset it is; `joined`: the items with `ITEM_SEPARATOR`
 * between them.
 * Errors: `schema-validation-error` with the invalid items; `invalid-input` when it is more work than one request may make.
 * Source: Dataset validation.
 */
export async function judgeItems(
  accountId: string,
  itemSchema: Record<string, unknown>,
  joined: string,
): Promise<CountedItems> {
  const outcome = await ask(accountId, { itemSchema: JSON.stringify(itemSchema), joined });
  switch (outcome.kind) {
    case 'fits':
      return outcome;
    case 'invalid': {
      const { listed, count } = outcome.items;
      const rest = listed.length < count ? `; the first ${listed.length} of ${count} invalid items are listed` : '';
      throw new ApiError('schema-validation-error', `Schema validation failed${rest}`, { invalidItems: listed });
    }
    case 'too-much':
      throw new ApiError(
        'invalid-input',
        "Checking these items by the dataset's schema takes too much work; send fewer at once, or make the schema simpler",
      );
    case 'bad-schema':
      throw new ApiError('dataset-schema-invalid', `The dataset's "schema.fields" ${outcome.problem}`);
  }
}

const LOST_AFTER_MILLIS = 60_000;

let threads: Tinypool | undefined;

function pool(): Tinypool {
  threads ??= new Tinypool({
    filename: new URL('./thread.ts', import.meta.url).href,
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

async function ask(accountId: string, task: Task): Promise<Outcome> {
  return inTurn(accountId, async () => {
    try {
      // The thread limits itself; this is for one that cannot even start.
      return (await pool().run(task, { signal: AbortSignal.timeout(LOST_AFTER_MILLIS) })) as Outcome;
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') throw tooBusy();
      const isOutOfMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      if (isOutOfMemory) return { kind: 'too-much' };
      throw error;
    }
  });
}

const tooBusy = () =>
  new ApiError('rate-limit-exceeded', 'Too many items are waiting to be checked by their schemas; try again later', {
    retryAfterSecs: 5,
  });

/** Tasks of one account that may wait; each holds the body of its push. */
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
