import { Link2, Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { AddRequestDialog } from '@/components/request-queue/add-request-dialog.tsx';
import { ConfirmDialog } from '@/components/settings/confirm-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { singles } from '@/lib/console/query.ts';
import { consolePath, type StorageQuery } from '@/lib/paths.ts';
import { METHODS } from '@/lib/request-queue/input.ts';
import { LinkDialogFor } from '../../link-dialog-for.tsx';
import { loadStorage, type StoragePageParams, storageMetadata } from '../../load-storage.ts';
import { StoragePage } from '../../storage-page.tsx';
import { addRequestAction, deleteRequestAction } from '../actions.ts';
import { RequestsTab } from './requests-tab.tsx';

export const generateMetadata = (page: StoragePageParams): Promise<Metadata> => storageMetadata('request-queue', page);

export default async function RequestQueuePage(page: StoragePageParams) {
  const view = await loadStorage('request-queue', page);
  const query = singles(await page.searchParams);
  const { id, totalRequestCount, handledRequestCount, pendingRequestCount, hadMultipleClients } = view.storage;
  const here = (change: StorageQuery) => consolePath.storage('request-queue', id, { ...query, ...change });
  const closeHref = here({ dialog: undefined, delete: undefined });
  return (
    <StoragePage
      view={view}
      query={query}
      entryCount={totalRequestCount}
      counts={[
        { term: 'Requests', value: totalRequestCount.toLocaleString('en') },
        { term: 'Handled', value: handledRequestCount.toLocaleString('en') },
        { term: 'Pending', value: pendingRequestCount.toLocaleString('en') },
        { term: 'Clients', value: hadMultipleClients ? 'Several' : 'One at most' },
      ]}
      actions={
        <>
          <Button href={here({ dialog: 'link' })} scroll={false}>
            <Link2 /> Link
          </Button>
          {view.may.write ? (
            <Button href={here({ dialog: 'add-request' })} scroll={false} variant="primary">
              <Plus /> Add request
            </Button>
          ) : null}
        </>
      }
      linkDialog="link"
      content={() => <RequestsTab view={view} query={query} />}
    >
      {query.dialog === 'link' ? <LinkDialogFor view={view} closeHref={closeHref} /> : null}
      {query.dialog === 'add-request' && view.may.write ? (
        <AddRequestDialog queueId={id} methods={METHODS} action={addRequestAction} closeHref={closeHref} />
      ) : null}
      {query.delete === undefined || !view.may.write ? null : (
        <ConfirmDialog
          title="Delete this request?"
          meaning="It is gone from the queue, also for a program that works on it now. This cannot be undone."
          confirmLabel="Delete request"
          action={deleteRequestAction}
          fields={{ id, requestId: query.delete }}
          closeHref={here({ delete: undefined, request: undefined })}
        />
      )}
    </StoragePage>
  );
}
