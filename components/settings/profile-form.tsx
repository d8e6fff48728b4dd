import { ActionForm } from '@/components/form/action-form.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';

type ProfileFormProps = { action: FormAction; username: string; name: string; email: string };

export function ProfileForm({ action, username, name, email }: ProfileFormProps) {
  return (
    <ActionForm action={action}>
      <p className="text-sm">
        Username: <code>{username}</code>
        <span className="block text-muted">Part of addresses, so it stays as it is.</span>
      </p>
      <TextField name="name" label="Name" isOptional autoComplete="name" defaultValue={name} />
      <TextField name="email" type="email" label="E-mail" autoComplete="email" required defaultValue={email} />
      <FormActions>
        <SubmitButton>Save profile</SubmitButton>
      </FormActions>
    </ActionForm>
  );
}
