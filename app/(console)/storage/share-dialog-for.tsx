import { ShareDialog } from '@/components/sharing/share-dialog.tsx';
import { open } from '@/lib/console/page.ts';
import { listGrants } from '@/lib/grant/list.ts';
import { listLinks } from '@/lib/link/list.ts';
import { consolePath } from '@/lib/paths.ts';
import type { StoragePageView } from '@/lib/storage/page-view.ts';
import { addGrantAction, removeGrantAction, setGeneralAccessAction, setGeneralAccessFormAction } from './actions.ts';

/** Loads what the share dialog shows. Who may not share sees the general access only. */
export async function ShareDialogFor({ view, closeHref }: { view: StoragePageView; closeHref: string }) {
  const { kind, storage, may } = view;
  const reference = { kind, address: { by: 'id', id: storage.id } } as const;
  const [grants, links] = may.share
    ? await open(closeHref, (ctx) => Promise.all([listGrants(ctx, reference), listLinks(ctx, reference)]))
    : [[], []];
  return (
    <ShareDialog
      storage={{ kind, id: storage.id }}
      hasName={storage.name !== null}
      ownerUsername={storage.username}
      consoleUrl={storage.consoleUrl}
      generalAccess={storage.generalAccess}
      accountGeneralAccess={view.ownerGeneralAccess}
      grants={grants}
      liveLinkCount={links.filter((link) => link.state === 'live').length}
      linksHref={consolePath.storage(kind, storage.id, { tab: 'access' })}
      mayShare={may.share}
      closeHref={closeHref}
      actions={{
        addGrant: addGrantAction,
        removeGrant: removeGrantAction,
        setGeneralAccess: setGeneralAccessAction,
        setGeneralAccessForm: setGeneralAccessFormAction,
      }}
    />
  );
}
