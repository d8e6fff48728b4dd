import { transaction } from '../../db/transaction.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { recordNotFound } from '../errors.ts';
import type { Address } from '../ids.ts';
import { ITEM_SEPARATOR, splitItems } from './items/split.ts';
import { appendItems } from './queries.ts';

/**
 * Appends items to a dataset, all of them or none. `body`: JSON text of an object or of an array of objects; each item is kept as it was
 * written.
 * Errors: `invalid-input`, `record-not-found`, `insufficient-permissions`.
 */
export async function pushItems(ctx: Ctx, address: Address, body: string): Promise<void> {
  // Who may not write is told so before anything is said of the body, and costs no parsing.
  await authorize(ctx, 'write', { kind: 'dataset', address });
  const { texts, fieldNames, nonEmptyCount } = splitItems(body);
  if (texts.length === 0) return;
  const joined = texts.join(ITEM_SEPARATOR);
  const byteCount = Buffer.byteLength(joined) - (texts.length - 1);

  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'dataset', address }, tx);
    const items = { joined, count: texts.length, cleanCount: nonEmptyCount, byteCount, fields: fieldNames };
    if (!(await appendItems(tx, proof, items))) throw recordNotFound('The dataset');
  });
}
