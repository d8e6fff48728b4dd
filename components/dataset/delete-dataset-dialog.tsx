import { ActionForm } from '@/components/form/action-form.tsx';
import { Button } from '@/components/ui/button.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { DatasetPageView } from '@/lib/dataset/page-view.ts';

type DeleteDatasetDialogProps = { view: DatasetPageView; action: FormAction; closeHref: string };

export function DeleteDatasetDialog({ view, action, closeHref }: DeleteDatasetDialogProps) {
  const { dataset } = view;
  const count = dataset.itemCount.toLocaleString('en');
  return (
    <RouteDialog
      title={`Delete ${dataset.title ?? dataset.name ?? dataset.id}?`}
      description={`Its ${count} ${dataset.itemCount === 1 ? 'item goes' : 'items go'} with it. This cannot be undone.`}
      closeHref={closeHref}
      width="narrow"
      initialFocus="heading"
    >
      <ActionForm action={action}>
        <input type="hidden" name="id" value={dataset.id} />
        <FormActions>
          <Button href={closeHref} scroll={false}>
            Cancel
          </Button>
          <SubmitButton variant="danger">Delete dataset</SubmitButton>
        </FormActions>
      </ActionForm>
    </RouteDialog>
  );
}
