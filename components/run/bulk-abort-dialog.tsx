import { ActionForm } from '@/components/form/action-form.tsx';
import { BulkOutcome } from '@/components/storage/bulk-outcome.tsx';
import { Button } from '@/components/ui/button.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import { AbortChoice } from './abort-dialog.tsx';

type BulkAbortDialogProps = { ids: string[]; action: FormAction; closeHref: string };

/** Says what will happen to how many, does it, and shows what became of each. */
export function BulkAbortDialog({ ids, action, closeHref }: BulkAbortDialogProps) {
  const what = ids.length === 1 ? 'this run' : `${ids.length.toLocaleString('en')} runs`;
  return (
    <RouteDialog title={`Abort ${what}?`} closeHref={closeHref} width="narrow">
      <ActionForm action={action}>
        <BulkOutcome closeHref={closeHref}>
          {ids.map((id) => (
            <input key={id} type="hidden" name="id" value={id} />
          ))}
          <AbortChoice />
          <FormActions>
            <SubmitButton variant="danger">Abort {what}</SubmitButton>
            <Button href={closeHref} replace scroll={false}>
              Cancel
            </Button>
          </FormActions>
        </BulkOutcome>
      </ActionForm>
    </RouteDialog>
  );
}
