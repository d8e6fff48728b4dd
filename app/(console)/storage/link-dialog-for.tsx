import { LinkDialog } from '@/components/sharing/link-dialog.tsx';
import { consolePath } from '@/lib/paths.ts';
import type { StoragePageView } from '@/lib/storage/page-view.ts';
import { createLinkAction } from './actions.ts';

export function LinkDialogFor({ view, closeHref }: { view: StoragePageView; closeHref: string }) {
  const { kind, storage, may, maxLinkLifetimeSecs } = view;
  return (
    <LinkDialog
      storage={{ kind, id: storage.id }}
      mayShare={may.share}
      maxLinkLifetimeSecs={maxLinkLifetimeSecs}
      linksHref={consolePath.storage(kind, storage.id, { tab: 'access' })}
      createLink={createLinkAction}
      closeHref={closeHref}
    />
  );
}
