import { ItemsTable } from '@/components/dataset/items-table.tsx';
import { open } from '@/lib/console/page.ts';
import type { DatasetPageView } from '@/lib/dataset/page-view.ts';
import { PREVIEW_PAGE_ITEMS, previewItems } from '@/lib/dataset/preview.ts';
import { consolePath } from '@/lib/paths.ts';

export async function ItemsTab({ view, offset }: { view: DatasetPageView; offset: string | undefined }) {
  const { id } = view.dataset;
  const from = /^\d{1,12}$/.test(offset ?? '') ? Number(offset) : 0;
  const preview = await open(consolePath.dataset(id, { offset }), (ctx) => previewItems(ctx, { by: 'id', id }, from));
  const pageHref = (at: number) => consolePath.dataset(id, { offset: at > 0 ? String(at) : undefined });
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
