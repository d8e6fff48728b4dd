/** Datasets as the API and the Console show them. Source: contract 1.4; the official description, `Dataset`. */
import type { Authorized } from '../authorization/authorize.ts';
import { publicSignature, type StorageBaseView, signingKeyFor, storageBaseView } from '../storage/base-view.ts';
import { storageContentUrl } from '../urls.ts';

export interface DatasetView extends StorageBaseView {
  itemCount: number;
  cleanItemCount: number;
  fields: string[];
  schema: Record<string, unknown> | null;
  itemsPublicUrl: string;
  /** Only for those who may sign links. */
  urlSigningSecretKey?: string;
  stats: { storageBytes: number };
}

export function datasetView(proof: Authorized<'dataset', 'read'>): DatasetView {
  const { row } = proof;
  const key = signingKeyFor(proof);
  return {
    ...storageBaseView(row),
    itemCount: row.itemCount,
    cleanItemCount: row.cleanItemCount,
    fields: row.fields,
    schema: row.schema,
    itemsPublicUrl: storageContentUrl('dataset', row.id, publicSignature(proof)),
    ...(key !== null && { urlSigningSecretKey: key }),
    stats: { storageBytes: row.byteCount },
  };
}
