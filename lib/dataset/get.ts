import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { type DatasetView, datasetView } from './view.ts';

/** Describes a dataset. Errors: `record-not-found`, `insufficient-permissions`. */
export async function getDataset(ctx: Ctx, address: Address): Promise<DatasetView> {
  return datasetView(await authorize(ctx, 'read', { kind: 'dataset', address }));
}
