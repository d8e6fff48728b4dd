import { authorize } from '../authorization/authorize.ts';
import { effectiveGeneralAccess, type RuleId } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import type { AccountGeneralAccess, EffectiveGeneralAccess } from '../vocabulary.ts';
import { type DatasetView, datasetView } from './view.ts';

/** What the page of a dataset shows around its items. */
export interface DatasetPageView {
  dataset: DatasetView;
  effectiveAccess: EffectiveGeneralAccess;
  ownerGeneralAccess: AccountGeneralAccess;
  maxLinkLifetimeSecs: number | null;
  isOwner: boolean;
  may: { write: boolean; share: boolean };
  /** The rules by which the viewer may read it. */
  because: readonly RuleId[];
}

/** Errors: `record-not-found`, `insufficient-permissions`. */
export async function getDatasetPage(ctx: Ctx, address: Address): Promise<DatasetPageView> {
  const proof = await authorize(ctx, 'read', { kind: 'dataset', address });
  const { row, account, because, may } = proof;
  return {
    dataset: datasetView(proof),
    effectiveAccess: effectiveGeneralAccess(row),
    ownerGeneralAccess: row.ownerGeneralAccess,
    maxLinkLifetimeSecs: row.maxLinkLifetimeSecs,
    isOwner: account?.id === row.ownerId,
    may: { write: may.write, share: may.share },
    because,
  };
}
