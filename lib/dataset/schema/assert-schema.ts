import { authorizeAccount } from '../../authorization/authorize.ts';
import type { Ctx } from '../../context.ts';
import { assertDatasetSchema, itemSchemaOf } from './dataset-schema.ts';
import { assertItemSchema } from './judge.ts';

/** Checks a schema that somebody wants to give a dataset. It may be much work, so no stranger is given it. Errors: `dataset-schema-invalid`. */
export async function assertSchema(ctx: Ctx, schema: Record<string, unknown>): Promise<void> {
  const { account } = await authorizeAccount(ctx, 'list');
  assertDatasetSchema(schema);
  const itemSchema = itemSchemaOf(schema);
  if (itemSchema) await assertItemSchema(account.id, itemSchema);
}
