import { ActionForm } from '@/components/form/action-form.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';

export function NewDatasetDialog({ action, closeHref }: { action: FormAction; closeHref: string }) {
  return (
    <RouteDialog title="New dataset" closeHref={closeHref} width="narrow">
      <ActionForm action={action}>
        <TextField
          name="name"
          label="Name"
          isOptional
          hint="Letters, digits and hyphens. If you have a dataset of this name already, it is opened."
          autoCapitalize="none"
          spellCheck={false}
        />
        <SubmitButton>Create dataset</SubmitButton>
      </ActionForm>
    </RouteDialog>
  );
}
