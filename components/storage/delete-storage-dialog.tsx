import { ActionForm } from '@/components/form/action-form.tsx';
import { ResourceFields } from '@/components/form/resource-fields.tsx';
import { Button } from '@/components/ui/button.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { StoragePageView } from '@/lib/storage/page-view.ts';
import { STORAGE_WORDS } from '@/lib/vocabulary.ts';
import { entriesText, storageLabel } from './words.ts';

type DeleteStorageDialogProps = { view: StoragePageView; entryCount: number; action: FormAction; closeHref: string };

export function DeleteStorageDialog({ view, entryCount, action, closeHref }: DeleteStorageDialogProps) {
  const { kind, storage } = view;
  return (
    <RouteDialog
      title={`Delete ${storageLabel(storage)}?`}
      description={`Its ${entriesText(kind, entryCount)} ${entryCount === 1 ? 'goes' : 'go'} with it. This cannot be undone.`}
      closeHref={closeHref}
      width="narrow"
      initialFocus="heading"
    >
      <ActionForm action={action}>
        <ResourceFields kind={kind} id={storage.id} />
        <FormActions>
          <Button href={closeHref} scroll={false}>
            Cancel
          </Button>
          <SubmitButton variant="danger">Delete {STORAGE_WORDS[kind]}</SubmitButton>
        </FormActions>
      </ActionForm>
    </RouteDialog>
  );
}
