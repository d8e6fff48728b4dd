import { ActionForm } from '@/components/form/action-form.tsx';
import { ResourceFields } from '@/components/form/resource-fields.tsx';
import { Button } from '@/components/ui/button.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { StoragePageView } from '@/lib/storage/page-view.ts';
import { STORAGE_WORDS } from '@/lib/vocabulary.ts';

type EndLinksDialogProps = { view: StoragePageView; action: FormAction; closeHref: string };

export function EndLinksDialog({ view, action, closeHref }: EndLinksDialogProps) {
  return (
    <RouteDialog
      title="End all signed links?"
      description={`Every signed link to this ${STORAGE_WORDS[view.kind]} stops working at once: those listed here, and those that programs made and nobody has used yet. Programs that sign links with its secret key must read the new key from the API. People who were given access keep theirs. This cannot be undone; new links can be made.`}
      closeHref={closeHref}
      width="narrow"
      initialFocus="heading"
    >
      <ActionForm action={action}>
        <ResourceFields kind={view.kind} id={view.storage.id} />
        <FormActions>
          <Button href={closeHref} scroll={false}>
            Cancel
          </Button>
          <SubmitButton variant="danger">End all links</SubmitButton>
        </FormActions>
      </ActionForm>
    </RouteDialog>
  );
}
