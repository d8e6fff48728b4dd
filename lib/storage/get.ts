import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import type { StorageKind } from '../vocabulary.ts';
import { type StorageView, storageView } from './view.ts';

/** Describes a storage. Errors: `record-not-found`, `insufficient-permissions`. */
export async function getStorage<K extends StorageKind>(ctx: Ctx, kind: K, address: Address): Promise<StorageView<K>> {
  return storageView(kind, await authorize(ctx, 'read', { kind, address }));
}
