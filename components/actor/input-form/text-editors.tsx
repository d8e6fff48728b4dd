'use client';

import { useId, useState } from 'react';
import { TextArea } from '@/components/ui/text-area.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';
import { CONCEALED, type EditorProps, emptied } from './editor.ts';

/** One line of text; a secret is typed unseen. With suggestions, they are offered and others may be typed. */
export function TextEditor({ field, value, onChange, control }: EditorProps) {
  const listId = useId();
  const hasSuggestions = field.editor === 'suggestions';
  return (
    <>
      <TextInput
        {...control}
        type={field.isSecret ? 'password' : field.editor === 'date' ? 'date' : 'text'}
        autoComplete={field.isSecret ? 'new-password' : 'off'}
        list={hasSuggestions ? listId : undefined}
        placeholder={field.isSecret ? undefined : (field.example ?? undefined)}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => onChange(event.target.value || emptied(field, ''))}
      />
      {hasSuggestions ? (
        <datalist id={listId}>
          {field.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.title}
            </option>
          ))}
        </datalist>
      ) : null}
    </>
  );
}

export function TextAreaEditor({ field, value, onChange, control }: EditorProps) {
  return (
    <TextArea
      {...control}
      isMono={field.editor === 'code'}
      rows={field.editor === 'code' ? 10 : 4}
      autoComplete="off"
      className={field.isSecret ? CONCEALED : undefined}
      placeholder={field.isSecret ? undefined : (field.example ?? undefined)}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => onChange(event.target.value || emptied(field, ''))}
    />
  );
}

export function NumberEditor({ field, value, onChange, control }: EditorProps) {
  // What is typed on the way to a number, such as a minus, is none yet.
  const [text, setText] = useState(typeof value === 'number' ? String(value) : '');
  return (
    <TextInput
      {...control}
      type="number"
      step={field.types.includes('integer') ? 1 : 'any'}
      min={field.minimum ?? undefined}
      max={field.maximum ?? undefined}
      placeholder={field.shownDefault === null ? (field.example ?? undefined) : String(field.shownDefault)}
      className="max-w-60"
      value={text}
      onChange={({ target }) => {
        setText(target.value);
        onChange(Number.isNaN(target.valueAsNumber) ? undefined : target.valueAsNumber);
      }}
    />
  );
}

/** A list, one line for each. `links` are objects that hold nothing but the link. */
export function LinesEditor({ field, value, onChange, control }: EditorProps) {
  const isLinks = field.editor === 'links';
  const [text, setText] = useState(() => linesOf(value, isLinks ? field.linkKey : null).join('\n'));
  return (
    <TextArea
      {...control}
      isMono
      className={field.isSecret ? CONCEALED : undefined}
      placeholder={PLACEHOLDERS[field.editor === 'links' ? field.linkKey : 'line'] ?? field.placeholders.value}
      value={text}
      onChange={({ target }) => {
        setText(target.value);
        const lines = target.value.split('\n').filter((line) => line.trim() !== '');
        const items = isLinks ? lines.map((line) => ({ [field.linkKey]: line.trim() })) : lines;
        onChange(items.length > 0 ? items : emptied(field, []));
      }}
    />
  );
}

const PLACEHOLDERS: Record<string, string> = {
  url: 'https://example.com/',
  glob: 'https://example.com/**/*',
  purl: 'https://example.com/[.*]',
};

function linesOf(value: unknown, linkKey: string | null): string[] {
  const items: unknown[] = Array.isArray(value) ? value : [];
  return items.map((item) => String(linkKey === null ? item : (item as Record<string, unknown>)[linkKey]));
}
