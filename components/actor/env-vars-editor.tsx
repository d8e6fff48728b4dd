'use client';

import { Plus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { Checkbox } from '@/components/ui/checkbox.tsx';
import { IconButton } from '@/components/ui/icon-button.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';
import type { EnvVarView } from '@/lib/actor-version/env-var.ts';

/** `value` undefined: a secret one that stays what it is. */
type Edited = { key: number; name: string; value: string | undefined; isSecret: boolean; wasSecret: boolean };

/** Environment variables, sent as one field of JSON. */
export function EnvVarsEditor({ envVars, name }: { envVars: EnvVarView[]; name: string }) {
  const nextKey = useRef(envVars.length);
  const [rows, setRows] = useState<Edited[]>(() =>
    envVars.map((given, key) => ({
      key,
      name: given.name,
      value: given.isSecret ? undefined : given.value,
      isSecret: given.isSecret,
      wasSecret: given.isSecret,
    })),
  );
  const change = (key: number, changed: Partial<Edited>) =>
    setRows((before) => before.map((row) => (row.key === key ? { ...row, ...changed } : row)));
  const sent = rows
    .filter((row) => row.name.trim() !== '')
    .map(({ name: given, value, isSecret }) => ({
      name: given.trim(),
      isSecret,
      ...(value !== undefined && { value }),
    }));
  return (
    <div className="grid gap-2">
      <input type="hidden" name={name} value={JSON.stringify(sent)} />
      {rows.map((row, n) => (
        <fieldset key={row.key} className="flex flex-wrap items-center gap-2">
          <legend className="sr-only">Variable {row.name || n + 1}</legend>
          <TextInput
            aria-label="Name"
            placeholder="NAME"
            value={row.name}
            onChange={(event) => change(row.key, { name: event.target.value })}
            className="w-48! font-mono"
          />
          <TextInput
            aria-label={`Value of ${row.name || 'the variable'}`}
            type={row.isSecret ? 'password' : 'text'}
            autoComplete="off"
            placeholder={row.wasSecret ? 'Unchanged' : 'Value'}
            value={row.value ?? ''}
            onChange={(event) => change(row.key, { value: event.target.value })}
            className="w-64! font-mono"
          />
          <Checkbox
            label="Secret"
            checked={row.isSecret}
            disabled={row.wasSecret && row.value === undefined}
            onChange={(event) => change(row.key, { isSecret: event.target.checked })}
          />
          <IconButton
            label={`Remove ${row.name || 'the variable'}`}
            icon={<Trash2 />}
            onClick={() => setRows(rows.filter(({ key }) => key !== row.key))}
          />
        </fieldset>
      ))}
      <div>
        <Button
          onClick={() => {
            const key = nextKey.current++;
            setRows([...rows, { key, name: '', value: '', isSecret: false, wasSecret: false }]);
          }}
        >
          <Plus /> Add a variable
        </Button>
      </div>
    </div>
  );
}
