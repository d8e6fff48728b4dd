import { ActionForm } from '@/components/form/action-form.tsx';
import { Button } from '@/components/ui/button.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { DatasetPageView } from '@/lib/dataset/page-view.ts';

type EndLinksDialogProps = { view: DatasetPageView; action: FormAction; closeHref: string };

export function EndLinksDialog({ view, action, closeHref }: EndLinksDialogProps) {
  return (
    <RouteDialog
      title="End all signed links?"
      description="Every signed link to this dataset stops working at once: those listed here, and those that programs made and nobody has used yet. People who were given access keep it. This cannot be undone; new links can be made."
      closeHref={closeHref}
      width="narrow"
      initialFocus="heading"
    >
      <ActionForm action={action}>
        <input type="hidden" name="id" value={view.dataset.id} />
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
