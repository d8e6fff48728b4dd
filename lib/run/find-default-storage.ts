import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { Address } from '../ids.ts';
import type { StorageKind } from '../vocabulary.ts';
import { selectDefaultStorages } from './queries.ts';

const NAMES = {
  dataset: 'defaultDatasetId',
  'key-value-store': 'defaultKeyValueStoreId',
  'request-queue': 'defaultRequestQueueId',
} as const;

/**
 * The id of a run's default storage, for whoever may read the run. It is an address and no right: what may be done with the storage is
 * asked of the storage. So whoever holds a signed link (`isSigned`) is led there too, where the link is found good or not.
 * Errors: `record-not-found`, `insufficient-permissions`.
 */
export async function findDefaultStorage(
  ctx: Ctx,
  address: Address,
  kind: StorageKind,
  { isSigned }: { isSigned: boolean },
): Promise<string> {
  try {
    const { row } = await authorize(ctx, 'read', { kind: 'run', address });
    return row[NAMES[kind]];
  } catch (error) {
    const isRefused = error instanceof ApiError && error.type === 'insufficient-permissions';
    const storages = isRefused && isSigned && address.by === 'id' ? await selectDefaultStorages(address.id) : null;
    if (!storages) throw error;
    return storages[NAMES[kind]];
  }
}
