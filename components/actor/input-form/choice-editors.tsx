'use client';

import { Checkbox } from '@/components/ui/checkbox.tsx';
import { Select } from '@/components/ui/select.tsx';
import { type EditorProps, emptied } from './editor.ts';

export function SelectEditor({ field, value, onChange, control }: EditorProps) {
  const shown = value ?? field.shownDefault;
  const mayBeLeftOut = field.shownDefault === null && field.options.every((option) => option.value !== '');
  return (
    <Select
      {...control}
      value={typeof shown === 'string' ? shown : ''}
      onChange={(event) => onChange(event.target.value === '' && mayBeLeftOut ? undefined : event.target.value)}
    >
      {mayBeLeftOut ? <option value="">Not chosen</option> : null}
      {field.options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.title}
        </option>
      ))}
    </Select>
  );
}

/** Any number of a few. The order is that of the options. */
export function OptionsEditor({ field, value, onChange }: EditorProps) {
  const chosen = new Set<unknown>(Array.isArray(value) ? value : []);
  const change = (option: string, isChosen: boolean) => {
    const next = field.options.map((one) => one.value).filter((one) => (one === option ? isChosen : chosen.has(one)));
    onChange(next.length > 0 ? next : emptied(field, []));
  };
  return (
    <div className="max-h-60 overflow-y-auto rounded-sm border border-line-strong bg-raised px-2.5 py-1">
      {field.options.map((option) => (
        <Checkbox
          key={option.value}
          label={option.title}
          checked={chosen.has(option.value)}
          onChange={(event) => change(option.value, event.target.checked)}
        />
      ))}
    </div>
  );
}
