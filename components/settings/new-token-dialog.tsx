'use client';

import { ActionForm, useFormState } from '@/components/form/action-form.tsx';
import { SelectField } from '@/components/form/select-field.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import { ShownOnce } from './shown-once.tsx';

/** `action` answers with `shown.token`, which is in this form's state and nowhere else. */
export function NewTokenDialog({ action, closeHref }: { action: FormAction; closeHref: string }) {
  return (
    <RouteDialog title="New token" closeHref={closeHref}>
      <ActionForm action={action}>
        <TokenFields closeHref={closeHref} />
      </ActionForm>
    </RouteDialog>
  );
}

const LIFETIMES = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: '1 year' },
  { value: 'never', label: 'Never expires' },
];

function TokenFields({ closeHref }: { closeHref: string }) {
  const token = useFormState().done?.shown?.token;
  if (token) {
    return (
      <>
        <ShownOnce
          label="Your new token"
          text={token}
          copyLabel="Copy token"
          warning="Keep it like a password: whoever has it can do in your account what you can, but for settings and tokens."
        />
        <FormActions>
          <Button href={closeHref}>Done</Button>
        </FormActions>
      </>
    );
  }
  return (
    <>
      <p className="text-sm text-muted">
        A program that sends it acts in your name: it reads, writes and shares all your storages, and starts, changes
        and deletes your Actors. It changes no settings and no tokens.
      </p>
      <TextField name="description" label="What it is for" hint="As in “nightly import”." maxLength={100} required />
      <SelectField name="lifetimeDays" label="Expires after" options={LIFETIMES} defaultValue="90" />
      <FormActions>
        <SubmitButton>Create token</SubmitButton>
      </FormActions>
    </>
  );
}
