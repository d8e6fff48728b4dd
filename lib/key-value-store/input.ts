/** What callers may send about records. Unknown fields are ignored: official clients send some. */
import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { MAX_LIST_LIMIT, queryInteger } from '../paging.ts';

/** Source: contract 6, "KVS key". */
export const recordKey = z
  .string()
  .regex(
    /^[a-zA-Z0-9!\-_.'()]{1,256}$/,
    "must have 1 to 256 characters, each of them a letter, a digit or one of ! - _ . ' ( )",
  );

/** Reads a key. Errors: `invalid-record-key`. */
export function parseRecordKey(text: string): string {
  const parsed = recordKey.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new ApiError('invalid-record-key', `The key of a record ${parsed.error.issues[0]?.message}`);
}

/** Which records: those whose key begins so, and those of a collection of the store's schema. */
export const recordsFilter = z.object({
  prefix: z.string().optional(),
  collection: z.string().optional(),
});
export type RecordsFilter = z.infer<typeof recordsFilter>;

export const keysPage = recordsFilter.extend({
  limit: queryInteger.transform((limit) => Math.min(limit || MAX_LIST_LIMIT, MAX_LIST_LIMIT)).default(MAX_LIST_LIMIT),
  exclusiveStartKey: z.string().optional(),
});
export type KeysPage = z.infer<typeof keysPage>;
