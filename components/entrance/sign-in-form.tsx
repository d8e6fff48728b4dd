'use client';

import { useActionState } from 'react';
import { ErrorSummary } from '@/components/ui/error-summary.tsx';
import { Field } from '@/components/ui/field.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import { ReturnTo } from './return-to.tsx';

export function SignInForm({ action, returnTo }: { action: FormAction; returnTo: string }) {
  const [state, submit] = useActionState(action, {});
  return (
    <form action={submit} className="grid gap-4">
      <ErrorSummary error={state.error?.message} />
      <ReturnTo path={returnTo} />
      <Field label="Username or e-mail">
        {(control) => (
          <TextInput
            {...control}
            name="usernameOrEmail"
            autoComplete="username"
            autoCapitalize="none"
            required
            defaultValue={state.values?.usernameOrEmail}
          />
        )}
      </Field>
      <Field label="Password">
        {(control) => (
          <TextInput {...control} type="password" name="password" autoComplete="current-password" required />
        )}
      </Field>
      <SubmitButton>Sign in</SubmitButton>
    </form>
  );
}
