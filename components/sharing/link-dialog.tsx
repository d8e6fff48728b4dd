import type { StorageTarget } from '@/components/form/resource-fields.tsx';
import { KIND_WORDS } from '@/components/storage/words.ts';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import { CreateLink } from './create-link.tsx';

type LinkDialogProps = {
  storage: StorageTarget;
  mayShare: boolean;
  maxLinkLifetimeSecs: number | null;
  linksHref: string;
  createLink: FormAction;
  closeHref: string;
};

/** A signed link to all that a storage holds, where there is nothing to export beside. */
export function LinkDialog({
  storage,
  mayShare,
  maxLinkLifetimeSecs,
  linksHref,
  createLink,
  closeHref,
}: LinkDialogProps) {
  return (
    <RouteDialog title={`Link to the ${KIND_WORDS[storage.kind].entries}`} closeHref={closeHref}>
      <CreateLink
        storage={storage}
        action={createLink}
        mayShare={mayShare}
        maxLifetimeSecs={maxLinkLifetimeSecs}
        linksHref={linksHref}
        isAlone
      />
    </RouteDialog>
  );
}
