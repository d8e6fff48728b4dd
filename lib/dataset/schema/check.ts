import type { ErrorObject, ValidateFunction } from 'ajv';
import { parseItem } from '../items/parse.ts';
import type { FieldCounter } from './field-statistics.ts';

/** Source: the official description, `InvalidItem`. `itemPosition`: zero-based place in the request. */
export interface InvalidItem {
  itemPosition: number;
  validationErrors: ErrorObject[];
}

/** `listed`: the first of the invalid items, each with the first of its errors. `count`: all of them. */
export interface InvalidItems {
  listed: InvalidItem[];
  count: number;
}

/** How much is told of what is wrong: enough to correct it, and no more than was sent. */
export const MAX_LISTED_ITEMS = 1_000;
const MAX_LISTED_CHARS = 1_000_000;

/**
 * Holds items against a schema, and counts the fields of those that match. `texts`: as they were sent, and as they will be stored: only
 * this looks at parsed values.
 */
export function checkItems(validate: ValidateFunction, texts: readonly string[], counter: FieldCounter): InvalidItems {
  const listed: InvalidItem[] = [];
  let count = 0;
  let charsLeft = MAX_LISTED_CHARS;
  texts.forEach((text, itemPosition) => {
    const item = parseItem(text);
    if (validate(item)) {
      counter.add(item);
      return;
    }
    count++;
    if (listed.length >= MAX_LISTED_ITEMS || charsLeft <= 0) return;
    const validationErrors: ErrorObject[] = [];
    for (const error of validate.errors ?? []) {
      if (charsLeft <= 0) break;
      charsLeft -= JSON.stringify(error).length;
      validationErrors.push(error);
    }
    listed.push({ itemPosition, validationErrors });
  });
  return { listed, count };
}
