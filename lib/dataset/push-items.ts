import { transaction } from '../../db/transaction.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError, recordNotFound } from '../errors.ts';
import type { Address } from '../ids.ts';
import { addStatistics } from '../statistics/queries.ts';
import { ITEM_SEPARATOR, splitItems } from './items/split.ts';
import { appendItems } from './queries.ts';
import { itemSchemaOf } from './schema/dataset-schema.ts';
import { judgeItems } from './schema/judge.ts';

/**
 * Appends items to a dataset, all of them or none. `body`: JSON text of an object or of an array of objects; each item is kept as it was
 * written. Where the dataset has a schema of its items, each of them must match it.
 * Errors: `invalid-input`, `schema-validation-error`, `record-not-found`, `insufficient-permissions`; `changed-elsewhere` when the name
 * has gone to another dataset meanwhile.
 */
export async function pushItems(ctx: Ctx, address: Address, body: string): Promise<void> {
  // Who may not write is told so before anything is said of the body, and costs no parsing.
  const { row } = await authorize(ctx, 'write', { kind: 'dataset', address });
  const { texts, fieldNames, nonEmptyCount } = splitItems(body);
  if (texts.length === 0) return;
  const joined = texts.join(ITEM_SEPARATOR);
  const byteCount = Buffer.byteLength(joined) - (texts.length - 1);
  const itemSchema = itemSchemaOf(row.schema);
  // An empty schema asks for nothing, and is what Actors are often made with.
  const asksForNothing = itemSchema === null || Object.keys(itemSchema).length === 0;
  const counted = asksForNothing ? null : await judgeItems(row.ownerId, itemSchema, joined);

  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'dataset', address }, tx);
    // A schema is given once and for all, but a name may mean another dataset by now, with another schema.
    if (proof.row.id !== row.id)
      throw new ApiError('changed-elsewhere', 'The name of the dataset was given to another');
    const items = { joined, count: texts.length, cleanCount: nonEmptyCount, byteCount, fields: fieldNames };
    if (!(await appendItems(tx, proof, items))) throw recordNotFound('The dataset');
    if (counted && counted.fields.length > 0) await addStatistics(tx, proof, counted, texts.length);
  });
}
