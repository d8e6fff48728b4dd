/** Request queues as the API and the Console show them. Source: contract 1.4; the official description, `RequestQueue`. */
import type { Authorized } from '../authorization/authorize.ts';
import { type StorageBaseView, storageBaseView } from '../storage/base-view.ts';

export interface RequestQueueView extends StorageBaseView {
  totalRequestCount: number;
  handledRequestCount: number;
  pendingRequestCount: number;
  hadMultipleClients: boolean;
  stats: { storageBytes: number };
}

export function requestQueueView({ row }: Authorized<'request-queue', 'read'>): RequestQueueView {
  const { totalRequestCount, handledRequestCount, hadMultipleClients } = row;
  return {
    ...storageBaseView(row),
    totalRequestCount,
    handledRequestCount,
    pendingRequestCount: totalRequestCount - handledRequestCount,
    hadMultipleClients,
    stats: { storageBytes: row.byteCount },
  };
}
