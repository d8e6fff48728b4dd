import { ItemsTable } from '@/components/dataset/items-table.tsx';
import { open } from '@/lib/console/page.ts';
import { PREVIEW_PAGE_ITEMS, previewItems } from '@/lib/dataset/preview.ts';
import { consolePath } from '@/lib/paths.ts';
import type { StoragePageView } from '@/lib/storage/page-view.ts';

export async function ItemsTab({ view, offset }: { view: StoragePageView<'dataset'>; offset: string | undefined }) {
  const { id } = view.storage;
  const from = /^\d{1,12}$/.test(offset ?? '') ? Number(offset) : 0;
  const pageHref = (at: number) => consolePath.storage('dataset', id, { offset: at > 0 ? String(at) : undefined });
  const preview = await open(pageHref(from), (ctx) => previewItems(ctx, { by: 'id', id }, from));
  return (
    <ItemsTable
      preview={preview}
      previousHref={from > 0 ? pageHref(Math.max(0, from - PREVIEW_PAGE_ITEMS)) : null}
      nextHref={from + preview.rows.length < preview.total ? pageHref(from + PREVIEW_PAGE_ITEMS) : null}
      canWrite={view.may.write}
      datasetId={id}
    />
  );
}
