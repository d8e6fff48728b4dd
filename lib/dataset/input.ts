/** What callers may send about datasets. Unknown fields are ignored: official clients send some. */
import { z } from 'zod';
import { listPage, queryBoolean, queryInteger, queryNames } from '../paging.ts';
import { GENERAL_ACCESS } from '../vocabulary.ts';
import { FORMATS, type FormatName } from './items/formats/formats.ts';

/** Source: contract 6, "storage names ≤63 DNS-safe". */
export const datasetName = z
  .string()
  .max(63, 'must have at most 63 characters')
  .regex(
    /^[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?$/,
    'must consist of letters, digits and hyphens, and neither start nor end with a hyphen',
  );

const title = z.string().max(200, 'must have at most 200 characters');

/** It is read with every decision about the dataset. */
const MAX_SCHEMA_CHARS = 100_000;

export const datasetCreation = z.object({
  title: title.optional(),
  schema: z
    .record(z.string(), z.unknown())
    .refine(
      (schema) => JSON.stringify(schema).length <= MAX_SCHEMA_CHARS,
      `must have at most ${MAX_SCHEMA_CHARS} characters`,
    )
    .optional(),
});

/** null takes a value back: no name, no title, general access as the account has it. */
export const datasetUpdate = z.object({
  name: datasetName.nullish(),
  title: title.nullish(),
  generalAccess: z
    .enum(GENERAL_ACCESS, `must be one of ${GENERAL_ACCESS.join(', ')}`)
    .nullish()
    .transform((value) => (value === null ? 'FOLLOW_USER_SETTING' : value)),
});
export type DatasetUpdate = z.infer<typeof datasetUpdate>;

export const datasetList = listPage.extend({
  unnamed: queryBoolean.default(false),
  ownership: z.enum(['ownedByMe', 'sharedWithMe'], 'must be ownedByMe or sharedWithMe').optional(),
});
export type DatasetList = z.infer<typeof datasetList>;

/** What clients take as "no limit"; also the answer's `limit` when none was asked for. Source: contract 6. */
export const NO_LIMIT = 999_999_999_999;

/** Which items, and what of each. What is absent here may come from a view; see `planItems`. */
export const itemsSelection = z.object({
  offset: queryInteger.optional(),
  limit: queryInteger.transform((limit) => limit || NO_LIMIT).optional(),
  desc: queryBoolean.optional(),
  clean: queryBoolean.optional(),
  skipHidden: queryBoolean.optional(),
  skipEmpty: queryBoolean.optional(),
  unwind: queryNames.optional(),
  flatten: queryNames.optional(),
  fields: queryNames.optional(),
  omit: queryNames.optional(),
  outputFields: queryNames.optional(),
  view: z.string().optional(),
  simplified: queryBoolean.optional(),
  skipFailedPages: queryBoolean.optional(),
});
export type ItemsSelection = z.infer<typeof itemsSelection>;

const formatNames = Object.keys(FORMATS) as [FormatName, ...FormatName[]];

/** How items are written. Source: the official description, `dataset_items_get`. */
export const itemsWriting = z.object({
  format: z.enum(formatNames, `must be one of ${formatNames.join(', ')}`).default('json'),
  bom: queryBoolean.optional(),
  delimiter: z.string().max(8, 'must have at most 8 characters').optional(),
  skipHeaderRow: queryBoolean.optional(),
  xmlRoot: z.string().max(100, 'must have at most 100 characters').optional(),
  xmlRow: z.string().max(100, 'must have at most 100 characters').optional(),
  feedTitle: z.string().max(500, 'must have at most 500 characters').optional(),
  feedDescription: z.string().max(2_000, 'must have at most 2000 characters').optional(),
});
export type ItemsWriting = z.infer<typeof itemsWriting>;
