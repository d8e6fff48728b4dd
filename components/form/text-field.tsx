'use client';

import type { ComponentProps, ReactNode } from 'react';
import { Field } from '@/components/ui/field.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';
import { fieldError } from '@/lib/console/form-state.ts';
import { useFormState } from './action-form.tsx';

type TextFieldProps = Omit<ComponentProps<typeof TextInput>, 'name'> & {
  name: string;
  label: string;
  hint?: ReactNode;
  isOptional?: boolean;
};

/** A text field of an `ActionForm`: it shows its own error and keeps what was typed. */
export function TextField({ name, label, hint, isOptional, defaultValue, ...input }: TextFieldProps) {
  const state = useFormState();
  return (
    <Field label={label} hint={hint} isOptional={isOptional} error={fieldError(state, name)}>
      {(control) => (
        <TextInput {...control} {...input} name={name} defaultValue={state.values?.[name] ?? defaultValue} />
      )}
    </Field>
  );
}
