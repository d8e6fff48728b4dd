'use client';

import { X } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { IconButton } from '@/components/ui/icon-button.tsx';
import type { InputField } from '@/lib/input-schema/fields.ts';
import { STORAGE_WORDS } from '@/lib/vocabulary.ts';
import { type EditorProps, emptied, type FoundStorage, type SearchStorages } from './editor.ts';
import { StorageCombobox } from './storage-combobox.tsx';

type StorageEditorProps = EditorProps & { resource: Resource; search: SearchStorages | undefined };
type Resource = NonNullable<InputField['resource']>;

/** One storage of a kind, by id or name. */
export function StorageEditor({ field, value, onChange, control, resource, search }: StorageEditorProps) {
  const [names, setNames] = useState<Record<string, string | null>>({});
  const text = typeof value === 'string' ? value : '';
  return (
    <>
      <StorageCombobox
        kind={resource.kind}
        control={control}
        search={search}
        text={text}
        onText={(next) => onChange(next || emptied(field, ''))}
        onChoose={(storage) => {
          setNames(withName(names, storage));
          onChange(storage.id);
        }}
      />
      {names[text] ? <p className="text-sm">Chosen: {names[text]}</p> : null}
    </>
  );
}

/** Any number of storages of a kind. */
export function StoragesEditor({ field, value, onChange, control, resource, search }: StorageEditorProps) {
  const [names, setNames] = useState<Record<string, string | null>>({});
  const [text, setText] = useState('');
  const chosen = (Array.isArray(value) ? value : []) as string[];
  const set = (next: string[]) => onChange(next.length > 0 ? next : emptied(field, []));
  const add = (one: string) => {
    setText('');
    if (one.trim() !== '' && !chosen.includes(one.trim())) set([...chosen, one.trim()]);
  };
  const remove = (one: string) => {
    set(chosen.filter((other) => other !== one));
    document.getElementById(control.id)?.focus();
  };
  return (
    <div className="grid gap-2">
      <ul aria-label={`${field.title}: chosen`} className="grid gap-1 empty:hidden">
        {chosen.map((one) => (
          <li key={one} className="flex items-center justify-between gap-2 rounded-sm bg-sunken pl-2.5 text-sm">
            <span className="min-w-0 py-1 wrap-anywhere">
              {names[one] ? `${names[one]} ` : null}
              <span className="font-mono text-muted">{one}</span>
            </span>
            <IconButton size="small" label={`Remove ${names[one] ?? one}`} icon={<X />} onClick={() => remove(one)} />
          </li>
        ))}
      </ul>
      <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-2">
        <StorageCombobox
          kind={resource.kind}
          control={control}
          search={search}
          text={text}
          onText={setText}
          onEnter={() => add(text)}
          onChoose={(storage) => {
            setNames(withName(names, storage));
            add(storage.id);
          }}
        />
        <Button onClick={() => add(text)}>
          Add<span className="sr-only"> {STORAGE_WORDS[resource.kind]}</span>
        </Button>
      </div>
    </div>
  );
}

const withName = (names: Record<string, string | null>, { id, name }: FoundStorage) => ({ ...names, [id]: name });
