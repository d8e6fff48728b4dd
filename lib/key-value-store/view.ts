/** Key-value stores as the API and the Console show them. Source: contract 1.4; the official description, `KeyValueStore`. */
import type { Authorized } from '../authorization/authorize.ts';
import { publicSignature, type StorageBaseView, signingKeyFor, storageBaseView } from '../storage/base-view.ts';
import { recordsUrl, storageContentUrl } from '../urls.ts';

export interface KeyValueStoreView extends StorageBaseView {
  schema: Record<string, unknown> | null;
  keysPublicUrl: string;
  /** All records as one ZIP file. */
  recordsPublicUrl: string;
  /** Only for those who may sign links. */
  urlSigningSecretKey?: string;
  /** An extension: the official description counts reads and writes only. */
  recordCount: number;
  stats: { storageBytes: number };
}

export function keyValueStoreView(proof: Authorized<'key-value-store', 'read'>): KeyValueStoreView {
  const { row } = proof;
  const key = signingKeyFor(proof);
  const signature = publicSignature(proof);
  return {
    ...storageBaseView(row),
    schema: row.schema,
    keysPublicUrl: storageContentUrl('key-value-store', row.id, signature),
    recordsPublicUrl: recordsUrl(row.id, signature),
    ...(key !== null && { urlSigningSecretKey: key }),
    recordCount: row.recordCount,
    stats: { storageBytes: row.byteCount },
  };
}
