import { ActionForm } from '@/components/form/action-form.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { CadencePreview } from '@/lib/schedule/cadence.ts';
import { CadenceField } from './cadence-field.tsx';

type NewScheduleDialogProps = {
  cadence: { cron: string; timezone: string; preview: CadencePreview };
  action: FormAction;
  closeHref: string;
};

export function NewScheduleDialog({ cadence, action, closeHref }: NewScheduleDialogProps) {
  return (
    <RouteDialog
      title="New schedule"
      description="It is off until you switch it on. What it starts is chosen next."
      closeHref={closeHref}
    >
      <ActionForm action={action}>
        <TextField
          name="name"
          label="Name"
          hint="3 to 63 letters, digits and hyphens."
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <CadenceField {...cadence} />
        <SubmitButton>Create</SubmitButton>
      </ActionForm>
    </RouteDialog>
  );
}
