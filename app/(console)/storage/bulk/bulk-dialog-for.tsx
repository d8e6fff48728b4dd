import { BulkDialog } from '@/components/storage/bulk-dialog.tsx';
import { open } from '@/lib/console/page.ts';
import type { BulkDialog as Dialog } from '@/lib/paths.ts';
import { describeChosen } from '@/lib/storage/describe-chosen.ts';
import type { StorageKind } from '@/lib/vocabulary.ts';
import { bulkAction } from './actions.ts';

type BulkDialogForProps = { kind: StorageKind; dialog: Dialog; ids: string[]; closeHref: string };

export async function BulkDialogFor({ kind, dialog, ids, closeHref }: BulkDialogForProps) {
  const storages = await open(closeHref, (ctx) => describeChosen(ctx, kind, ids));
  return (
    <BulkDialog
      kind={kind}
      dialog={dialog}
      askedCount={ids.length}
      storages={storages}
      action={bulkAction}
      closeHref={closeHref}
    />
  );
}
