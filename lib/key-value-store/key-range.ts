import { ApiError } from '../errors.ts';
import type { RecordsFilter } from './input.ts';

/** Keys from `from` to before `below`, in the order of their bytes. */
export interface KeyRange {
  from: string;
  below: string;
}

/** Below and above every character that a key can have. */
const LOWEST = '\u0001';
const HIGHEST = '\u007f';
const NOTHING: KeyRange = { from: '', below: '' };

/**
 * The keys that a filter lets through. A collection is what the store's schema says under its name: one key, or all keys with a prefix.
 * Errors: `invalid-collection` for one that the schema does not have.
 * Source: key-value store schema, "Collections".
 */
export function keyRange(schema: Record<string, unknown> | null, { prefix = '', collection }: RecordsFilter): KeyRange {
  if (collection === undefined) return withPrefix(prefix);
  const listed = collectionOf(schema, collection);
  if (typeof listed?.key === 'string') return listed.key.startsWith(prefix) ? exactly(listed.key) : NOTHING;
  if (typeof listed?.keyPrefix === 'string') {
    if (listed.keyPrefix.startsWith(prefix)) return withPrefix(listed.keyPrefix);
    return prefix.startsWith(listed.keyPrefix) ? withPrefix(prefix) : NOTHING;
  }
  throw new ApiError('invalid-collection', 'The schema of this key-value store has no such collection');
}

// A prefix that no key can have would, with characters above all of theirs, reach over keys that do not begin so.
const withPrefix = (prefix: string): KeyRange =>
  /^[ -~]{0,256}$/.test(prefix) ? { from: prefix, below: prefix + HIGHEST } : NOTHING;

const exactly = (key: string): KeyRange => (/^[ -~]{1,256}$/.test(key) ? { from: key, below: key + LOWEST } : NOTHING);

function collectionOf(schema: Record<string, unknown> | null, name: string): Record<string, unknown> | null {
  const collections = schema?.collections;
  if (!isObject(collections) || !Object.hasOwn(collections, name)) return null;
  const listed = collections[name];
  return isObject(listed) ? listed : null;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
