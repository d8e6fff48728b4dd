import { ShareDialog } from '@/components/sharing/share-dialog.tsx';
import type { SharedResource } from '@/components/sharing/shared-resource.ts';
import { open } from '@/lib/console/page.ts';
import { listGrants } from '@/lib/grant/list.ts';
import { listLinks } from '@/lib/link/list.ts';
import { consolePath } from '@/lib/paths.ts';
import { isStorageKind } from '@/lib/vocabulary.ts';
import {
  addGrantAction,
  changeGrantAction,
  removeGrantAction,
  setGeneralAccessAction,
  setGeneralAccessFormAction,
} from './actions.ts';

/** Loads what the share dialog shows. Who may not share sees the general access only. */
export async function ShareDialogFor({ resource, closeHref }: { resource: SharedResource; closeHref: string }) {
  const { kind, id } = resource.target;
  const address = { by: 'id', id } as const;
  const [grants, links] = resource.mayShare
    ? await open(closeHref, (ctx) =>
        Promise.all([listGrants(ctx, { kind, address }), isStorageKind(kind) ? listLinks(ctx, { kind, address }) : []]),
      )
    : [[], []];
  return (
    <ShareDialog
      resource={resource}
      grants={grants}
      liveLinks={
        isStorageKind(kind)
          ? {
              count: links.filter((link) => link.state === 'live').length,
              href: consolePath.storage(kind, id, { tab: 'access' }),
            }
          : null
      }
      closeHref={closeHref}
      actions={{
        addGrant: addGrantAction,
        changeGrant: changeGrantAction,
        removeGrant: removeGrantAction,
        setGeneralAccess: setGeneralAccessAction,
        setGeneralAccessForm: setGeneralAccessFormAction,
      }}
    />
  );
}
