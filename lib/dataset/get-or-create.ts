import { transaction } from '../../db/transaction.ts';
import { authorize, authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError, invalidInput } from '../errors.ts';
import { datasetCreation, datasetName } from './input.ts';
import { findOwnDatasetByName, insertDataset } from './queries.ts';
import { assertSchema } from './schema/assert-schema.ts';
import { type DatasetView, datasetView } from './view.ts';

/**
 * Gives the account's dataset of that name, creating it if there is none; without a name always a new one.
 * An existing one must be readable: a scoped token may create datasets and still not open all of them.
 * Errors: `token-not-provided`, `invalid-input`, `dataset-schema-invalid`, `insufficient-permissions`.
 */
export async function getOrCreateDataset(
  ctx: Ctx,
  input: { name?: string | undefined; body?: unknown },
): Promise<{ dataset: DatasetView; isNew: boolean }> {
  const name = input.name || null;
  const parsedName = datasetName.nullable().safeParse(name);
  if (!parsedName.success) throw invalidInput(parsedName.error.issues.map((issue) => ({ ...issue, path: ['name'] })));
  const body = datasetCreation.safeParse(input.body ?? {});
  if (!body.success) throw invalidInput(body.error.issues);
  if (body.data.schema) await assertSchema(ctx, body.data.schema);

  return transaction(async (tx) => {
    const account = await authorizeAccount(ctx, 'list', tx);
    const existing = name === null ? null : await findOwnDatasetByName(tx, account, name);
    if (existing) return { id: existing, isNew: false };
    const creator = await authorizeAccount(ctx, 'create-storage', tx);
    const values = { name, title: body.data.title ?? null, schema: body.data.schema ?? null };
    const id = await insertDataset(tx, creator, values);
    if (id) return { id, isNew: true };
    // Somebody created it in the meantime; theirs is committed, or the insert would have waited.
    const theirs = name === null ? null : await findOwnDatasetByName(tx, account, name);
    if (!theirs)
      throw new ApiError('dataset-name-not-unique', 'A dataset of this name is being created or deleted; try again');
    return { id: theirs, isNew: false };
  }).then(async ({ id, isNew }) => ({
    dataset: datasetView(await authorize(ctx, 'read', { kind: 'dataset', address: { by: 'id', id } })),
    isNew,
  }));
}
