import { Upload } from 'lucide-react';
import type { Metadata } from 'next';
import { Button } from '@/components/ui/button.tsx';
import { singles } from '@/lib/console/query.ts';
import { consolePath } from '@/lib/paths.ts';
import { loadStorage, type StoragePageParams, storageMetadata } from '../../load-storage.ts';
import { StoragePage } from '../../storage-page.tsx';
import { ExportDialogFor } from './export-dialog-for.tsx';
import { ItemsTab } from './items-tab.tsx';

export const generateMetadata = (page: StoragePageParams): Promise<Metadata> => storageMetadata('dataset', page);

export default async function DatasetPage(page: StoragePageParams) {
  const view = await loadStorage('dataset', page);
  const query = singles(await page.searchParams);
  const { id, itemCount } = view.storage;
  const here = (dialog?: 'export') => consolePath.storage('dataset', id, { ...query, dialog });
  return (
    <StoragePage
      view={view}
      query={query}
      entryCount={itemCount}
      counts={[{ term: 'Items', value: itemCount.toLocaleString('en') }]}
      actions={
        <Button href={here('export')} scroll={false} variant="primary">
          <Upload /> Export
        </Button>
      }
      linkDialog="export"
      content={() => <ItemsTab view={view} offset={query.offset} />}
    >
      {query.dialog === 'export' ? <ExportDialogFor view={view} closeHref={here()} /> : null}
    </StoragePage>
  );
}
