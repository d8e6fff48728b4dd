import type { ReactNode } from 'react';
import { Checkbox } from '@/components/ui/checkbox.tsx';
import { Field } from '@/components/ui/field.tsx';
import { Select } from '@/components/ui/select.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';

/** Options that few exports need. Those of one format are shown when that format is chosen in the form around, which needs no script. */
export function ExportAdvanced() {
  return (
    <Disclosure title="Advanced">
      <Field label="Unwind" isOptional hint="Each element of these arrays becomes an item of its own.">
        {(control) => <TextInput {...control} name="unwind" isMono placeholder="reviews" />}
      </Field>
      <Field label="Flatten" isOptional hint="Nested objects become fields such as address.city.">
        {(control) => <TextInput {...control} name="flatten" isMono placeholder="address" />}
      </Field>
      <Checkbox name="skipEmpty" value="1" label="Leave out empty items" />
      <div className="group-has-[input[value=xlsx]:checked]/export:hidden">
        <Field label="Byte order mark" hint="CSV begins with one unless you say otherwise; Excel needs it.">
          {(control) => (
            <Select {...control} name="bom">
              <option value="">As usual for the format</option>
              <option value="1">With</option>
              <option value="0">Without</option>
            </Select>
          )}
        </Field>
      </div>
      <div className="hidden gap-3 group-has-[input[value=csv]:checked]/export:grid">
        <Field label="Delimiter" isOptional>
          {(control) => (
            <TextInput {...control} name="delimiter" isMono placeholder="," maxLength={1} className="w-20!" />
          )}
        </Field>
        <Checkbox name="skipHeaderRow" value="1" label="Without the header row" />
      </div>
      <div className="hidden grid-cols-2 gap-3 group-has-[input[value=xml]:checked]/export:grid">
        <Field label="Root element" isOptional>
          {(control) => <TextInput {...control} name="xmlRoot" isMono placeholder="items" maxLength={100} />}
        </Field>
        <Field label="Element of an item" isOptional>
          {(control) => <TextInput {...control} name="xmlRow" isMono placeholder="item" maxLength={100} />}
        </Field>
      </div>
    </Disclosure>
  );
}

/** A part of the form that is closed at first. */
export function Disclosure({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="rounded-md border border-line">
      <summary className="flex min-h-control cursor-pointer items-center px-3 text-sm font-medium">{title}</summary>
      <div className="grid gap-3 border-t border-line p-3">{children}</div>
    </details>
  );
}
