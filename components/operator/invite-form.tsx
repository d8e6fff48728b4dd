'use client';

import { ActionForm, useFormState } from '@/components/form/action-form.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { ShownOnce } from '@/components/settings/shown-once.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';

/** `action` answers with `shown.url`, which is in this form's state and nowhere else. */
export function InviteForm({ action }: { action: FormAction }) {
  return (
    <ActionForm action={action} resetsWhenDone>
      <TextField
        name="email"
        type="email"
        label="E-mail"
        isOptional
        hint="With one, only this address can use the invitation. It lasts 7 days and is good for one account."
        autoComplete="off"
      />
      <FormActions>
        <SubmitButton variant="secondary">Make invitation</SubmitButton>
      </FormActions>
      <MadeInvitation />
    </ActionForm>
  );
}

function MadeInvitation() {
  const url = useFormState().done?.shown?.url;
  if (!url) return null;
  return (
    <ShownOnce
      key={url}
      label="Invitation address"
      text={url}
      copyLabel="Copy invitation address"
      warning="Send it to the person yourself: no e-mail is sent from here."
    />
  );
}
