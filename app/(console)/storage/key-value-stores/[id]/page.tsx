import { FolderDown, Link2, Upload } from 'lucide-react';
import type { Metadata } from 'next';
import { UploadDialog } from '@/components/key-value-store/upload-dialog.tsx';
import { ConfirmDialog } from '@/components/settings/confirm-dialog.tsx';
import { Button, buttonClasses } from '@/components/ui/button.tsx';
import { singles } from '@/lib/console/query.ts';
import { env } from '@/lib/env.ts';
import { consolePath, type StorageQuery } from '@/lib/paths.ts';
import { LinkDialogFor } from '../../link-dialog-for.tsx';
import { loadStorage, type StoragePageParams, storageMetadata } from '../../load-storage.ts';
import { StoragePage } from '../../storage-page.tsx';
import { deleteRecordAction, uploadRecordAction } from '../actions.ts';
import { RecordsTab } from './records-tab.tsx';

export const generateMetadata = (page: StoragePageParams): Promise<Metadata> =>
  storageMetadata('key-value-store', page);

export default async function KeyValueStorePage(page: StoragePageParams) {
  const view = await loadStorage('key-value-store', page);
  const query = singles(await page.searchParams);
  const { id, recordCount } = view.storage;
  const here = (change: StorageQuery) => consolePath.storage('key-value-store', id, { ...query, ...change });
  const closeHref = here({ dialog: undefined, delete: undefined });
  return (
    <StoragePage
      view={view}
      query={query}
      entryCount={recordCount}
      counts={[{ term: 'Records', value: recordCount.toLocaleString('en') }]}
      actions={
        <>
          <Button href={here({ dialog: 'link' })} scroll={false}>
            <Link2 /> Link
          </Button>
          <a download href={consolePath.recordsFile(id, {})} className={buttonClasses({})}>
            <FolderDown /> Download all
          </a>
          {view.may.write ? (
            <Button href={here({ dialog: 'upload' })} scroll={false} variant="primary">
              <Upload /> Upload
            </Button>
          ) : null}
        </>
      }
      linkDialog="link"
      content={() => <RecordsTab view={view} query={query} />}
    >
      {query.dialog === 'link' ? <LinkDialogFor view={view} closeHref={closeHref} /> : null}
      {query.dialog === 'upload' && view.may.write ? (
        <UploadDialog storeId={id} maxBytes={env().maxRecordBytes} action={uploadRecordAction} closeHref={closeHref} />
      ) : null}
      {query.delete === undefined || !view.may.write ? null : (
        <ConfirmDialog
          title="Delete this record?"
          meaning={
            <>
              <code className="break-all">{query.delete}</code> is gone then, and links to it open nothing. This cannot
              be undone.
            </>
          }
          confirmLabel="Delete record"
          action={deleteRecordAction}
          fields={{ id, key: query.delete }}
          closeHref={here({ delete: undefined, record: undefined })}
        />
      )}
    </StoragePage>
  );
}
