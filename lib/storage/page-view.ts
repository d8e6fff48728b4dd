import { authorize } from '../authorization/authorize.ts';
import { effectiveGeneralAccess, type RuleId } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import type { AccountGeneralAccess, EffectiveGeneralAccess, StorageKind } from '../vocabulary.ts';
import { type StorageView, storageView } from './view.ts';

/** What the page of a storage shows around its content. */
export interface StoragePageView<K extends StorageKind = StorageKind> {
  kind: K;
  storage: StorageView<K>;
  byteCount: number;
  effectiveAccess: EffectiveGeneralAccess;
  ownerGeneralAccess: AccountGeneralAccess;
  maxLinkLifetimeSecs: number | null;
  isOwner: boolean;
  may: { write: boolean; share: boolean };
  /** The rules by which the viewer may read it. */
  because: readonly RuleId[];
}

/** Errors: `record-not-found`, `insufficient-permissions`. */
export async function getStoragePage<K extends StorageKind>(
  ctx: Ctx,
  kind: K,
  address: Address,
): Promise<StoragePageView<K>> {
  const proof = await authorize(ctx, 'read', { kind, address });
  const { row, account, because, may } = proof;
  return {
    kind,
    storage: storageView(kind, proof),
    byteCount: row.byteCount,
    effectiveAccess: effectiveGeneralAccess(proof.facts),
    ownerGeneralAccess: row.ownerGeneralAccess,
    maxLinkLifetimeSecs: row.maxLinkLifetimeSecs,
    isOwner: account?.id === row.ownerId,
    may: { write: may.write, share: may.share },
    because,
  };
}
