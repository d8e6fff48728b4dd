import { ExportDialog } from '@/components/sharing/export-dialog.tsx';
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
      downloadPath={consolePath.datasetExport(storage.id, {})}
      mayShare={may.share}
      maxLinkLifetimeSecs={maxLinkLifetimeSecs}
      linksHref={consolePath.storage('dataset', storage.id, { tab: 'access' })}
      createLink={createLinkAction}
      closeHref={closeHref}
    />
  );
}
