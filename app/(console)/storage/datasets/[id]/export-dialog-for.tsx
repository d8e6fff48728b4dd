import { ExportDialog } from '@/components/sharing/export-dialog.tsx';
import { viewTitles } from '@/lib/dataset/schema/dataset-schema.ts';
import { consolePath } from '@/lib/paths.ts';
import type { StoragePageView } from '@/lib/storage/page-view.ts';
import { createLinkAction } from '../../actions.ts';

export function ExportDialogFor({ view, closeHref }: { view: StoragePageView<'dataset'>; closeHref: string }) {
  const { storage, may, maxLinkLifetimeSecs } = view;
  return (
    <ExportDialog
      id={storage.id}
      itemCount={storage.itemCount}
      fields={storage.fields}
      views={viewTitles(storage.schema)}
      downloadPath={consolePath.datasetExport(storage.id, {})}
      mayShare={may.share}
      maxLinkLifetimeSecs={maxLinkLifetimeSecs}
      linksHref={consolePath.storage('dataset', storage.id, { tab: 'access' })}
      createLink={createLinkAction}
      closeHref={closeHref}
    />
  );
}
