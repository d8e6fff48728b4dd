'use client';

import type { ReactNode } from 'react';
import { Field } from '@/components/ui/field.tsx';
import { Select } from '@/components/ui/select.tsx';
import { fieldError } from '@/lib/console/form-state.ts';
import { useFormState } from './action-form.tsx';

type SelectFieldProps = {
  name: string;
  label: string;
  hint?: ReactNode;
  options: { value: string; label: string }[];
  defaultValue?: string;
  /** An option without a value must not stay chosen. */
  isRequired?: boolean;
};

/** A choice of an `ActionForm`. */
export function SelectField({ name, label, hint, options, defaultValue, isRequired }: SelectFieldProps) {
  const state = useFormState();
  const chosen = state.values?.[name] ?? defaultValue;
  return (
    <Field label={label} hint={hint} error={fieldError(state, name)}>
      {(control) => (
        // React empties a form that was sent, and a select then goes back to what it was made with: so it is made anew.
        <Select key={chosen} {...control} name={name} defaultValue={chosen} required={isRequired}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
