import { ActionForm } from '@/components/form/action-form.tsx';
import { Button } from '@/components/ui/button.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';

type DeleteWebhookDialogProps = { webhook: { id: string; name: string }; action: FormAction; closeHref: string };

export function DeleteWebhookDialog({ webhook, action, closeHref }: DeleteWebhookDialogProps) {
  return (
    <RouteDialog
      title={`Delete ${webhook.name}?`}
      description="Nothing more is sent, not even what waits to be tried again, and what it has sent is forgotten. This cannot be undone."
      closeHref={closeHref}
      width="narrow"
      initialFocus="heading"
    >
      <ActionForm action={action}>
        <input type="hidden" name="id" value={webhook.id} />
        <FormActions>
          <Button href={closeHref} scroll={false}>
            Cancel
          </Button>
          <SubmitButton variant="danger">Delete webhook</SubmitButton>
        </FormActions>
      </ActionForm>
    </RouteDialog>
  );
}
