import { authorizeListing } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { ListPage } from '../paging.ts';
import type { StorageKind } from '../vocabulary.ts';
import { type StorageBaseView, storageBaseView } from './base-view.ts';
import type { StorageList } from './input.ts';
import { type StorageListRow, selectStorages } from './queries.ts';

/** `name` is empty for one without a name: the API's description has no null here. */
type ListItem<K extends StorageKind> = Omit<StorageBaseView, 'name'> & { name: string } & ListCounts[K];

interface ListCounts {
  dataset: { itemCount: number; cleanItemCount: number; stats: { storageBytes: number } };
  'key-value-store': { recordCount: number; stats: { storageBytes: number } };
  'request-queue': {
    totalRequestCount: number;
    handledRequestCount: number;
    pendingRequestCount: number;
    hadMultipleClients: boolean;
    stats: { storageBytes: number };
  };
}

/** Lists storages of a kind, of the account and shared with it, by creation. Errors: `token-not-provided`. */
export async function listStorages<K extends StorageKind>(
  ctx: Ctx,
  kind: K,
  input: StorageList,
): Promise<ListPage<ListItem<K>> & { unnamed: boolean }> {
  const listing = await authorizeListing(ctx, kind);
  const { offset, limit, desc, unnamed, ownership } = input;
  const { rows, total } = await selectStorages(listing, { ownership, onlyNamed: !unnamed }, { offset, limit, desc });
  const items = rows.map((row) => ({ ...storageBaseView(row), name: row.name ?? '', ...COUNTS[kind](row) }));
  return { total, offset, limit, count: items.length, desc, unnamed, items };
}

const COUNTS: { [K in StorageKind]: (row: StorageListRow<K>) => ListCounts[K] } = {
  dataset: ({ itemCount, cleanItemCount, byteCount }) => ({
    itemCount,
    cleanItemCount,
    stats: { storageBytes: byteCount },
  }),
  'key-value-store': ({ recordCount, byteCount }) => ({ recordCount, stats: { storageBytes: byteCount } }),
  'request-queue': ({ totalRequestCount, handledRequestCount, hadMultipleClients, byteCount }) => ({
    totalRequestCount,
    handledRequestCount,
    pendingRequestCount: totalRequestCount - handledRequestCount,
    hadMultipleClients,
    stats: { storageBytes: byteCount },
  }),
};
