/** Pages of lists: by offset for the API, whose official clients ask so, and by key for the Console. */
import { z } from 'zod';

export const MAX_LIST_LIMIT = 1_000;

const whole = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : Number.NaN);

/** A whole number of a query string. Empty counts as absent: official clients send empty parameters. */
export const queryInteger = z
  .string()
  .transform(whole)
  .refine((value) => Number.isSafeInteger(value), 'must be a whole number that is not negative');

/** A yes or no of a query string: clients send `1`/`0` and `true`/`false`. */
export const queryBoolean = z
  .enum(['1', '0', 'true', 'false'], 'must be true, false, 1 or 0')
  .transform((text) => text === '1' || text === 'true');

/** Comma-separated names of a query string. */
export const queryNames = z.string().transform((text) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean),
);

export const listPage = z.object({
  offset: queryInteger.default(0),
  limit: queryInteger.transform((limit) => Math.min(limit || MAX_LIST_LIMIT, MAX_LIST_LIMIT)).default(MAX_LIST_LIMIT),
  desc: queryBoolean.default(false),
});

/** An answer of an offset list. `total`: rows in the whole list; `count`: rows in this page. */
export interface ListPage<T> {
  total: number;
  offset: number;
  limit: number;
  count: number;
  desc: boolean;
  items: T[];
}

/** Where a page by key begins: after the row created then, with this id. */
export interface PageKey {
  createdAt: Date;
  id: string;
}

/** A page of a list by key; `next` is the key of the page after it, or null at the end. */
export interface KeyPage<Row> {
  rows: Row[];
  next: PageKey | null;
}

/** Makes a page of `limit` rows out of one row more: that one tells whether there is a next page. */
export function keyPage<Row extends PageKey>(rows: readonly Row[], limit: number): KeyPage<Row> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > limit && last ? { createdAt: last.createdAt, id: last.id } : null };
}

/** A key as it stands in an address. */
export const keyText = ({ createdAt, id }: PageKey): string => `${createdAt.getTime()}.${id}`;

/** Reads a key from an address; one that does not parse is the first page. */
export function parseKey(text: string | undefined): PageKey | undefined {
  const [, millis, id] = /^(\d{1,15})\.([a-zA-Z0-9]{17})$/.exec(text ?? '') ?? [];
  return millis && id ? { createdAt: new Date(Number(millis)), id } : undefined;
}
