import type { Metadata } from 'next';
import { cache } from 'react';
import { DatasetHeader } from '@/components/dataset/dataset-header.tsx';
import { DatasetSettings } from '@/components/dataset/dataset-settings.tsx';
import { DeleteDatasetDialog } from '@/components/dataset/delete-dataset-dialog.tsx';
import { EndLinksDialog } from '@/components/sharing/end-links-dialog.tsx';
import { Tabs } from '@/components/ui/tabs.tsx';
import { open } from '@/lib/console/page.ts';
import { getDatasetPage } from '@/lib/dataset/page-view.ts';
import { parseAddress } from '@/lib/ids.ts';
import { consolePath, type DatasetQuery } from '@/lib/paths.ts';
import { deleteDatasetAction, endAllLinksAction, updateDetailsAction } from '../actions.ts';
import { AccessTab } from './access-tab.tsx';
import { ExportDialogFor } from './export-dialog-for.tsx';
import { ItemsTab } from './items-tab.tsx';
import { ShareDialogFor } from './share-dialog-for.tsx';

type PageProps = { params: Promise<{ id: string }>; searchParams: Promise<DatasetQuery> };

/** The title names the dataset for those who may read it, and nobody else. */
export async function generateMetadata({ params, searchParams }: PageProps): Promise<Metadata> {
  const view = await load(await params, await searchParams);
  return { title: view.dataset.title ?? view.dataset.name ?? view.dataset.id };
}

export default async function DatasetPage({ params, searchParams }: PageProps) {
  const query = await searchParams;
  const view = await load(await params, query);
  const { id } = view.dataset;
  const tab = query.tab === 'access' || query.tab === 'settings' ? query.tab : 'items';
  const here = (change: DatasetQuery) => consolePath.dataset(id, { tab: query.tab, offset: query.offset, ...change });

  return (
    <>
      <DatasetHeader view={view} shareHref={here({ dialog: 'share' })} exportHref={here({ dialog: 'export' })} />
      <Tabs
        label="Dataset"
        tabs={[
          { label: 'Items', count: view.dataset.itemCount, href: consolePath.dataset(id), isCurrent: tab === 'items' },
          { label: 'Access', href: consolePath.dataset(id, { tab: 'access' }), isCurrent: tab === 'access' },
          { label: 'Settings', href: consolePath.dataset(id, { tab: 'settings' }), isCurrent: tab === 'settings' },
        ]}
      />
      <div className="pt-5">
        {tab === 'access' ? (
          <AccessTab view={view} shareHref={here({ dialog: 'share' })} exportHref={here({ dialog: 'export' })} />
        ) : null}
        {tab === 'settings' ? (
          <DatasetSettings view={view} action={updateDetailsAction} deleteHref={here({ dialog: 'delete' })} />
        ) : null}
        {tab === 'items' ? <ItemsTab view={view} offset={query.offset} /> : null}
      </div>
      {query.dialog === 'share' ? <ShareDialogFor view={view} closeHref={here({ dialog: undefined })} /> : null}
      {query.dialog === 'export' ? <ExportDialogFor view={view} closeHref={here({ dialog: undefined })} /> : null}
      {query.dialog === 'end-links' ? (
        <EndLinksDialog view={view} action={endAllLinksAction} closeHref={here({ dialog: undefined })} />
      ) : null}
      {query.dialog === 'delete' ? (
        <DeleteDatasetDialog view={view} action={deleteDatasetAction} closeHref={here({ dialog: undefined })} />
      ) : null}
    </>
  );
}

const load = ({ id }: { id: string }, query: DatasetQuery) => {
  const address = decodeURIComponent(id);
  return loadOnce(address, consolePath.dataset(address, query));
};

/** The title and the page ask for the same. */
const loadOnce = cache((address: string, path: string) =>
  open(path, (ctx) => getDatasetPage(ctx, parseAddress(address))),
);
