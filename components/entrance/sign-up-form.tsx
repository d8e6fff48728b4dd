'use client';

import { useActionState } from 'react';
import { ErrorSummary } from '@/components/ui/error-summary.tsx';
import { Field } from '@/components/ui/field.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';
import { type FormAction, fieldError, formError } from '@/lib/console/form-state.ts';
import { ReturnTo } from './return-to.tsx';

type SignUpFormProps = { action: FormAction; returnTo: string; invitation: string };

export function SignUpForm({ action, returnTo, invitation }: SignUpFormProps) {
  const [state, submit] = useActionState(action, {});
  return (
    <form action={submit} className="grid gap-4">
      <ErrorSummary error={formError(state)} />
      <ReturnTo path={returnTo} />
      <input type="hidden" name="invitation" value={invitation} />
      <Field label="Username" hint="Part of addresses, as in username~name." error={fieldError(state, 'username')}>
        {(control) => (
          <TextInput
            {...control}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            defaultValue={state.values?.username}
          />
        )}
      </Field>
      <Field label="Name" isOptional error={fieldError(state, 'name')}>
        {(control) => <TextInput {...control} name="name" autoComplete="name" defaultValue={state.values?.name} />}
      </Field>
      <Field label="E-mail" error={fieldError(state, 'email')}>
        {(control) => (
          <TextInput
            {...control}
            type="email"
            name="email"
            autoComplete="email"
            required
            defaultValue={state.values?.email}
          />
        )}
      </Field>
      <Field
        label="Password"
        hint="At least 10 characters. A few words make a good one."
        error={fieldError(state, 'password')}
      >
        {(control) => <TextInput {...control} type="password" name="password" autoComplete="new-password" required />}
      </Field>
      <SubmitButton>Create account</SubmitButton>
    </form>
  );
}
