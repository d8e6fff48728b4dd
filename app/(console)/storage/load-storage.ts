import type { Metadata } from 'next';
import { cache } from 'react';
import { storageLabel } from '@/components/storage/words.ts';
import { open } from '@/lib/console/page.ts';
import { decodedPart } from '@/lib/console/path-part.ts';
import { singles } from '@/lib/console/query.ts';
import { parseAddress } from '@/lib/ids.ts';
import { consolePath, type StorageQuery } from '@/lib/paths.ts';
import { getStoragePage, type StoragePageView } from '@/lib/storage/page-view.ts';
import type { StorageKind } from '@/lib/vocabulary.ts';

export type StoragePageParams = { params: Promise<{ id: string }>; searchParams: Promise<StorageQuery> };

/** The storage of a page, by its id or name in the address. */
export async function loadStorage<K extends StorageKind>(
  kind: K,
  { params, searchParams }: StoragePageParams,
): Promise<StoragePageView<K>> {
  const address = decodedPart((await params).id);
  const view = await loadOnce(kind, address, consolePath.storage(kind, address, singles(await searchParams)));
  return view as StoragePageView<K>;
}

/** The title names the storage for those who may read it, and nobody else. */
export async function storageMetadata(kind: StorageKind, page: StoragePageParams): Promise<Metadata> {
  return { title: storageLabel((await loadStorage(kind, page)).storage) };
}

/** The title and the page ask for the same. */
const loadOnce = cache((kind: StorageKind, address: string, path: string) =>
  open(path, (ctx) => getStoragePage(ctx, kind, parseAddress(address))),
);
