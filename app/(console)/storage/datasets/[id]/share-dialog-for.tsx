import { ShareDialog } from '@/components/sharing/share-dialog.tsx';
import { open } from '@/lib/console/page.ts';
import type { DatasetPageView } from '@/lib/dataset/page-view.ts';
import { listGrants } from '@/lib/grant/list.ts';
import { listLinks } from '@/lib/link/list.ts';
import { consolePath } from '@/lib/paths.ts';
import { addGrantAction, removeGrantAction, setGeneralAccessAction, setGeneralAccessFormAction } from '../actions.ts';

/** Loads what the share dialog shows. Who may not share sees the general access only. */
export async function ShareDialogFor({ view, closeHref }: { view: DatasetPageView; closeHref: string }) {
  const { dataset, may } = view;
  const reference = { kind: 'dataset', address: { by: 'id', id: dataset.id } } as const;
  const [grants, links] = may.share
    ? await open(closeHref, (ctx) => Promise.all([listGrants(ctx, reference), listLinks(ctx, reference)]))
    : [[], []];
  return (
    <ShareDialog
      id={dataset.id}
      hasName={dataset.name !== null}
      ownerUsername={dataset.username}
      consoleUrl={dataset.consoleUrl}
      generalAccess={dataset.generalAccess}
      accountGeneralAccess={view.ownerGeneralAccess}
      grants={grants}
      liveLinkCount={links.filter((link) => link.state === 'live').length}
      linksHref={consolePath.dataset(dataset.id, { tab: 'access' })}
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
