/** A storage of any kind as the API and the Console show it. */
import type { Authorized } from '../authorization/authorize.ts';
import { type DatasetView, datasetView } from '../dataset/view.ts';
import { type KeyValueStoreView, keyValueStoreView } from '../key-value-store/view.ts';
import { type RequestQueueView, requestQueueView } from '../request-queue/view.ts';
import type { StorageKind } from '../vocabulary.ts';

export interface StorageViews {
  dataset: DatasetView;
  'key-value-store': KeyValueStoreView;
  'request-queue': RequestQueueView;
}
export type StorageView<K extends StorageKind = StorageKind> = StorageViews[K];

const VIEWS: { [K in StorageKind]: (proof: Authorized<K, 'read'>) => StorageViews[K] } = {
  dataset: datasetView,
  'key-value-store': keyValueStoreView,
  'request-queue': requestQueueView,
};

export const storageView = <K extends StorageKind>(kind: K, proof: Authorized<K, 'read'>): StorageViews[K] =>
  VIEWS[kind](proof);
