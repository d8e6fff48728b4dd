/** What callers may send about a dataset's items. Unknown fields are ignored: official clients send some. */
import { z } from 'zod';
import { queryBoolean, queryInteger, queryNames } from '../paging.ts';
import { FORMATS, type FormatName } from './items/formats/formats.ts';

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
