'use client';

import type { ComponentProps, ReactNode } from 'react';
import { Field } from '@/components/ui/field.tsx';
import { TextArea } from '@/components/ui/text-area.tsx';
import { fieldError } from '@/lib/console/form-state.ts';
import { useFormState } from './action-form.tsx';

type TextAreaFieldProps = Omit<ComponentProps<typeof TextArea>, 'name'> & {
  name: string;
  label: string;
  hint?: ReactNode;
  isOptional?: boolean;
};

/** As `TextField`, for text of several lines. */
export function TextAreaField({ name, label, hint, isOptional, defaultValue, ...rest }: TextAreaFieldProps) {
  const state = useFormState();
  return (
    <Field label={label} hint={hint} isOptional={isOptional ?? false} error={fieldError(state, name)}>
      {(control) => <TextArea {...control} {...rest} name={name} defaultValue={state.values?.[name] ?? defaultValue} />}
    </Field>
  );
}
