'use client';

import { useId, useSyncExternalStore } from 'react';
import { Field } from '@/components/ui/field.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';

type TimeZoneFieldProps = { value: string; onChange: (value: string) => void; error: string | null };

const NONE: string[] = [];
let known: string[] | undefined;
/** The browser knows them all, so the page does not have to bring them. */
const zones = () => {
  known ??= ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
  return known;
};
const never = () => () => {};

export function TimeZoneField({ value, onChange, error }: TimeZoneFieldProps) {
  const listId = useId();
  const all = useSyncExternalStore(never, zones, () => NONE);
  return (
    <Field label="Time zone" hint="Type to find one, such as Europe/Prague." error={error}>
      {(control) => (
        <>
          <TextInput
            {...control}
            name="timezone"
            list={listId}
            value={value}
            onChange={({ target }) => onChange(target.value)}
            autoComplete="off"
            spellCheck={false}
            required
          />
          <datalist id={listId}>
            {all.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
