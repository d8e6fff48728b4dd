import { authorize } from '../authorization/authorize.ts';
import type { ResourceRow } from '../authorization/rows.ts';
import { effectiveGeneralAccess } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import { refusalOf } from '../errors.ts';
import type { Address } from '../ids.ts';
import { entryCountOf } from '../storage/entry-count.ts';
import type { EffectiveGeneralAccess, StorageKind } from '../vocabulary.ts';

/** A default storage of a run. `found` is null where it has been deleted, or may not be read. */
export interface RunStorage {
  kind: StorageKind;
  id: string;
  found: {
    name: string | null;
    title: string | null;
    entryCount: number;
    byteCount: number;
    effectiveAccess: EffectiveGeneralAccess;
  } | null;
}

/** The three default storages of a run. Errors: `record-not-found`, `insufficient-permissions`. */
export async function listRunStorages(ctx: Ctx, address: Address): Promise<RunStorage[]> {
  const { row } = await authorize(ctx, 'read', { kind: 'run', address });
  return Promise.all([
    runStorage(ctx, 'dataset', row.defaultDatasetId),
    runStorage(ctx, 'key-value-store', row.defaultKeyValueStoreId),
    runStorage(ctx, 'request-queue', row.defaultRequestQueueId),
  ]);
}

async function runStorage(ctx: Ctx, kind: StorageKind, id: string): Promise<RunStorage> {
  try {
    const { row, facts } = await authorize(ctx, 'read', { kind, address: { by: 'id', id } });
    const { name, title, byteCount } = row as ResourceRow<StorageKind>;
    return {
      kind,
      id,
      found: { name, title, byteCount, entryCount: entryCountOf(row), effectiveAccess: effectiveGeneralAccess(facts) },
    };
  } catch (error) {
    if (refusalOf(error)) return { kind, id, found: null };
    throw error;
  }
}
