import { authorize } from '../authorization/authorize.ts';
import { type AccessExplanation, explainAccess } from '../authorization/explain.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';

/** Who can see a dataset, and why. Errors: `record-not-found`, `insufficient-permissions`. */
export async function explainDataset(ctx: Ctx, address: Address): Promise<AccessExplanation[]> {
  return explainAccess(await authorize(ctx, 'share', { kind: 'dataset', address }));
}
