/** What item schemas say, asked of the threads that know; see `thread.ts`. */
import { ApiError } from '../../errors.ts';
import { askThread } from '../../judging/ask.ts';
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

const THREAD = 'lib/dataset/schema/thread.ts';

const ask = (accountId: string, task: Task) => askThread<Outcome>(accountId, THREAD, task);
