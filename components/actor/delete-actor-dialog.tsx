import { ActionForm } from '@/components/form/action-form.tsx';
import { Button } from '@/components/ui/button.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';

type DeleteActorDialogProps = { actor: { id: string; name: string }; action: FormAction; closeHref: string };

export function DeleteActorDialog({ actor, action, closeHref }: DeleteActorDialogProps) {
  return (
    <RouteDialog
      title={`Delete ${actor.name}?`}
      description="Its versions and builds go with it, and nobody can start it any more. This cannot be undone."
      closeHref={closeHref}
      width="narrow"
      initialFocus="heading"
    >
      <ActionForm action={action}>
        <input type="hidden" name="id" value={actor.id} />
        <FormActions>
          <Button href={closeHref} scroll={false}>
            Cancel
          </Button>
          <SubmitButton variant="danger">Delete Actor</SubmitButton>
        </FormActions>
      </ActionForm>
    </RouteDialog>
  );
}
