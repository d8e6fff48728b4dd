'use client';

import { type ReactNode, useState } from 'react';
import { Checkbox } from '@/components/ui/checkbox.tsx';
import { Field } from '@/components/ui/field.tsx';
import { editorFor } from '@/lib/input-schema/editor-for.ts';
import type { InputField } from '@/lib/input-schema/fields.ts';
import { OptionsEditor, SelectEditor } from './choice-editors.tsx';
import { Description } from './description.tsx';
import type { EditorProps, SearchStorages } from './editor.ts';
import { JsonEditor } from './json-editor.tsx';
import { permitWords } from './permit-words.ts';
import { PairsEditor, ProxyEditor, StorageEditor, StoragesEditor } from './rare-editors.tsx';
import { LinesEditor, NumberEditor, TextAreaEditor, TextEditor } from './text-editors.tsx';

type FieldRowProps = {
  id: string;
  field: InputField;
  value: unknown;
  onChange: (value: unknown) => void;
  error: string | null;
  search: SearchStorages | undefined;
};

/** One field with its label, its editor, what is wrong with it and what it is for. */
export function FieldRow({ id, field, value, onChange, error, search }: FieldRowProps) {
  // Stays the same while the value is changed, or JSON would turn into a form under the hands of who types it.
  const [editor] = useState(() => editorFor(field, value));
  if (editor === 'hidden') return null;
  const hint = hintOf(field, editor === 'json' && field.editor !== 'json');
  const props = { field, value, onChange, search };
  if (editor === 'checkbox') return <CheckboxRow {...{ id, field, value, onChange, error, hint }} />;
  if (editor === 'options' || editor === 'pairs') {
    const Editor = editor === 'options' ? OptionsEditor : PairsEditor;
    return (
      <fieldset id={id} tabIndex={-1} aria-describedby={noteIds(id, error, hint)} className="grid grid-cols-1 gap-1">
        <legend className="mb-1 text-sm font-medium">
          {field.title}
          {field.isRequired ? <span className="font-normal text-faint"> (required)</span> : null}
        </legend>
        <Editor {...props} control={controlOf(id, field, error, hint)} />
        <Notes id={id} error={error} hint={hint} />
      </fieldset>
    );
  }
  const label = field.unit ? `${field.title} (${field.unit})` : field.title;
  return (
    <Field id={id} label={label} isRequired={field.isRequired} error={error} hint={hint}>
      {(control) =>
        singleEditor(editor, { ...props, control: { ...control, 'aria-required': field.isRequired || undefined } })
      }
    </Field>
  );
}

function singleEditor(
  editor: Exclude<InputField['editor'], 'hidden' | 'checkbox' | 'options' | 'pairs'>,
  { search, ...props }: EditorProps & { search: SearchStorages | undefined },
): ReactNode {
  const { resource } = props.field;
  switch (editor) {
    case 'text':
    case 'suggestions':
    case 'date':
      return <TextEditor {...props} />;
    case 'textarea':
    case 'code':
      return <TextAreaEditor {...props} />;
    case 'number':
      return <NumberEditor {...props} />;
    case 'select':
      return <SelectEditor {...props} />;
    case 'lines':
    case 'links':
      return <LinesEditor {...props} />;
    case 'proxy':
      return <ProxyEditor {...props} />;
    case 'storage':
      return resource ? <StorageEditor {...props} resource={resource} search={search} /> : null;
    case 'storages':
      return resource ? <StoragesEditor {...props} resource={resource} search={search} /> : null;
    case 'json':
      return <JsonEditor {...props} />;
  }
}

type CheckboxRowProps = Omit<FieldRowProps, 'search'> & { hint: ReactNode };

function CheckboxRow({ id, field, value, onChange, error, hint }: CheckboxRowProps) {
  return (
    <div className="grid grid-cols-1 gap-1">
      <Checkbox
        {...controlOf(id, field, error, hint)}
        label={field.title}
        checked={(value ?? field.shownDefault) === true}
        onChange={(event) => onChange(event.target.checked)}
      />
      <div className="pl-6 empty:hidden">
        <Notes id={id} error={error} hint={hint} />
      </div>
    </div>
  );
}

function Notes({ id, error, hint }: { id: string; error: string | null; hint: ReactNode }) {
  return (
    <>
      {error ? (
        <p id={`${id}-error`} className="text-sm text-brick">
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      ) : null}
    </>
  );
}

const noteIds = (id: string, error: string | null, hint: ReactNode): string | undefined =>
  [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ') || undefined;

const controlOf = (id: string, field: InputField, error: string | null, hint: ReactNode): EditorProps['control'] => ({
  id,
  'aria-describedby': noteIds(id, error, hint),
  'aria-invalid': error ? true : undefined,
  'aria-required': field.isRequired || undefined,
});

const LINE_HINTS: Partial<Record<InputField['editor'], string>> = {
  lines: 'One on each line.',
  links: 'One on each line.',
};

function hintOf(field: InputField, isShownAsJson: boolean): ReactNode {
  const lines = [
    isShownAsJson ? undefined : LINE_HINTS[field.editor],
    isShownAsJson ? 'Shown as JSON, since there is more to this value than a form shows.' : undefined,
  ].filter((line) => line !== undefined);
  if (field.description.trim() === '' && lines.length === 0 && !field.resource) return null;
  return (
    <>
      <Description text={field.description} />
      {lines.map((line) => (
        <span key={line} className="block">
          {line}
        </span>
      ))}
      {field.resource ? <span className="block font-medium text-ink">{permitWords(field.resource)}</span> : null}
    </>
  );
}
