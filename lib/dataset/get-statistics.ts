import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { selectStatistics } from '../statistics/queries.ts';
import { describedFields, itemSchemaOf } from './schema/dataset-schema.ts';
import { type FieldStatistics, noStatistics } from './schema/field-statistics.ts';

/** `fieldStatistics`: by field; null where there is no schema of items, or where items came before their statistics were kept. */
export interface DatasetStatistics {
  fieldStatistics: Record<string, FieldStatistics> | null;
}

/**
 * Statistics of the fields that the dataset's schema describes, over all its items. They are kept with each push, so none is read here.
 * They are about the dataset and not among its items, so a signed link to the items does not open them.
 * Errors: `record-not-found`, `insufficient-permissions`.
 * Source: Get dataset statistics: "statistics for each field from dataset fields schema".
 */
export async function getDatasetStatistics(ctx: Ctx, address: Address): Promise<DatasetStatistics> {
  const proof = await authorize(ctx, 'read', { kind: 'dataset', address });
  const itemSchema = itemSchemaOf(proof.row.schema);
  if (!itemSchema) return { fieldStatistics: null };
  const described = describedFields(itemSchema);
  const { itemCount, fields } = await selectStatistics(proof);
  if (fields) return { fieldStatistics: Object.fromEntries(fields) };
  if (itemCount > 0 && described.length > 0) return { fieldStatistics: null };
  return { fieldStatistics: Object.fromEntries(described.map((field) => [field, noStatistics()])) };
}
