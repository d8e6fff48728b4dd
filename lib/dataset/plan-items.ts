import { type ItemsSelection, NO_LIMIT } from './input.ts';
import type { TransformOptions } from './items/transform.ts';
import { viewTransformation } from './schema/dataset-schema.ts';

/** Which items are read, and what is made of each. `offset` and `limit` count stored items, before any is unwound. */
export interface ItemsPlan {
  offset: number;
  limit: number;
  desc: boolean;
  transform: TransformOptions;
}

/** Source: Get dataset items, `simplified`. */
const SIMPLIFIED = { fields: ['url', 'pageFunctionResult', 'errorInfo'], unwind: ['pageFunctionResult'] };

/**
 * What a reader asks for, with the view of the dataset's schema that they name. A view is a saved set of options, so an option that is
 * given beside it counts instead of the view's.
 * Errors: `requested-dataset-view-does-not-exist`.
 */
export function planItems(selection: ItemsSelection, schema: Record<string, unknown> | null): ItemsPlan {
  const { view, simplified, skipFailedPages, ...given } = selection;
  const asked: typeof given = {
    ...(view !== undefined && viewTransformation(schema, view)),
    ...(simplified && SIMPLIFIED),
    ...withoutAbsent(given),
  };
  const { offset = 0, limit = NO_LIMIT, desc = false, ...options } = asked;
  const transform = withoutAbsent({ ...options, skipFailed: skipFailedPages });
  return { offset, limit: Math.min(limit, NO_LIMIT), desc, transform };
}

/** The options that were given: an absent one must not stand in the way of another's. */
const withoutAbsent = <T extends object>(options: T): Partial<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
