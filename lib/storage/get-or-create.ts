import { transaction } from '../../db/transaction.ts';
import { authorize, authorizeAccount, authorizeCreation } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { assertSchema } from '../dataset/schema/assert-schema.ts';
import { ApiError, invalidInput } from '../errors.ts';
import type { Address } from '../ids.ts';
import type { StorageKind } from '../vocabulary.ts';
import { storageCreation, storageName } from './input.ts';
import { findOwnStorageByName, insertStorage } from './queries.ts';
import { type StorageView, storageView } from './view.ts';

/**
 * Gives the account's storage of that kind and name, creating it if there is none; without a name always a new one.
 * An existing one must be readable: a scoped token may create storages and still not open all of them.
 * Errors: `token-not-provided`, `invalid-input`, `dataset-schema-invalid`, `insufficient-permissions`.
 */
export async function getOrCreateStorage<K extends StorageKind>(
  ctx: Ctx,
  kind: K,
  input: { name?: string | undefined; body?: unknown },
): Promise<{ storage: StorageView<K>; isNew: boolean }> {
  const name = input.name || null;
  const parsedName = storageName.nullable().safeParse(name);
  if (!parsedName.success) throw invalidInput(parsedName.error.issues.map((issue) => ({ ...issue, path: ['name'] })));
  const body = storageCreation.safeParse(input.body ?? {});
  if (!body.success) throw invalidInput(body.error.issues);
  if (kind === 'dataset' && body.data.schema) await assertSchema(ctx, body.data.schema);

  const { id, isNew } = await transaction(async (tx) => {
    const account = await authorizeAccount(ctx, 'find-storage', tx);
    const existing = name === null ? null : await findOwnStorageByName(tx, account, kind, name);
    if (existing) return { id: existing, isNew: false };
    const creator = await authorizeCreation(ctx, kind, tx);
    const values = { name, title: body.data.title ?? null, schema: body.data.schema ?? null };
    const created = await insertStorage(tx, creator, kind, values);
    if (created) return { id: created, isNew: true };
    // Somebody created it in the meantime; theirs is committed, or the insert would have waited.
    const theirs = name === null ? null : await findOwnStorageByName(tx, account, kind, name);
    if (!theirs) throw new ApiError('name-not-unique', 'A storage of this name is being created or deleted; try again');
    return { id: theirs, isNew: false };
  });
  // What was there was asked for by its name, which "anyone with the ID" does not speak of.
  const address: Address = isNew || name === null ? { by: 'id', id } : { by: 'name', username: null, name };
  const proof = await authorize(ctx, 'read', { kind, address });
  return { storage: storageView(kind, proof), isNew };
}
