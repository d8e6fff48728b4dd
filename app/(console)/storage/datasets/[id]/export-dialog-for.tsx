import { ExportDialog } from '@/components/sharing/export-dialog.tsx';
import type { DatasetPageView } from '@/lib/dataset/page-view.ts';
import { viewTitles } from '@/lib/dataset/schema/dataset-schema.ts';
import { consolePath } from '@/lib/paths.ts';
import { createLinkAction } from '../actions.ts';

export function ExportDialogFor({ view, closeHref }: { view: DatasetPageView; closeHref: string }) {
  const { dataset, may, maxLinkLifetimeSecs } = view;
  return (
    <ExportDialog
      id={dataset.id}
      itemCount={dataset.itemCount}
      fields={dataset.fields}
      views={viewTitles(dataset.schema)}
      downloadPath={consolePath.datasetExport(dataset.id, {})}
      mayShare={may.share}
      maxLinkLifetimeSecs={maxLinkLifetimeSecs}
      linksHref={consolePath.dataset(dataset.id, { tab: 'access' })}
      createLink={createLinkAction}
      closeHref={closeHref}
    />
  );
}
