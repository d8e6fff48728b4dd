/** What callers may send about storages of any kind. Unknown fields are ignored: official clients send some. */
import { z } from 'zod';
import { listPage, queryBoolean } from '../paging.ts';
import { GENERAL_ACCESS } from '../vocabulary.ts';

/** Source: contract 6, "storage names ≤63 DNS-safe". */
export const storageName = z
  .string()
  .max(63, 'must have at most 63 characters')
  .regex(
    /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/,
    'must consist of letters, digits and hyphens, and neither start nor end with a hyphen',
  );

const title = z.string().max(200, 'must have at most 200 characters');

/** It is read with every decision about the storage. */
const MAX_SCHEMA_CHARS = 100_000;

export const storageCreation = z.object({
  title: title.optional(),
  /** Of a dataset or a key-value store; nothing to a request queue. */
  schema: z
    .record(z.string(), z.unknown())
    .refine(
      (schema) => JSON.stringify(schema).length <= MAX_SCHEMA_CHARS,
      `must have at most ${MAX_SCHEMA_CHARS} characters`,
    )
    .optional(),
});

/** null takes a value back: no name, no title, general access as the account has it. */
export const storageUpdate = z.object({
  name: storageName.nullish(),
  title: title.nullish(),
  generalAccess: z
    .enum(GENERAL_ACCESS, `must be one of ${GENERAL_ACCESS.join(', ')}`)
    .nullish()
    .transform((value) => (value === null ? 'FOLLOW_USER_SETTING' : value)),
});

export const storageList = listPage.extend({
  unnamed: queryBoolean.default(false),
  ownership: z.enum(['ownedByMe', 'sharedWithMe'], 'must be ownedByMe or sharedWithMe').optional(),
});
export type StorageList = z.infer<typeof storageList>;
