import { ActionForm } from '@/components/form/action-form.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';

type PasswordFormProps = { action: FormAction; username: string; hasPassword: boolean };

/** Changes the password, or sets the first one of an account that signs in elsewhere. */
export function PasswordForm({ action, username, hasPassword }: PasswordFormProps) {
  return (
    <ActionForm action={action} resetsWhenDone>
      {/* For password managers, which keep a password under a name. */}
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      {hasPassword ? (
        <TextField
          name="currentPassword"
          type="password"
          label="Current password"
          autoComplete="current-password"
          required
        />
      ) : null}
      <TextField
        name="newPassword"
        type="password"
        label="New password"
        hint="At least 10 characters. A few words make a good one."
        autoComplete="new-password"
        required
      />
      <FormActions>
        <SubmitButton>{hasPassword ? 'Change password' : 'Set password'}</SubmitButton>
      </FormActions>
    </ActionForm>
  );
}
