'use client';

import { useRouter } from 'next/navigation';
import { type ChangeEvent, useEffect, useState, useSyncExternalStore } from 'react';
import { ActionForm, useFormState } from '@/components/form/action-form.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { Field } from '@/components/ui/field.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { ActionResult, FormAction, FormState } from '@/lib/console/form-state.ts';
import { consolePath } from '@/lib/paths.ts';

type UploadFormProps = { storeId: string; maxBytes: number; action: FormAction; closeHref: string };

/** Sends a file as it is read, whatever its size. Without JavaScript the form carries it in one piece, which is for small ones. */
export function UploadForm({ storeId, maxBytes, action, closeHref }: UploadFormProps) {
  const isRunning = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  const router = useRouter();
  const upload: FormAction = async (_state, form) => {
    const state = await send(storeId, maxBytes, form);
    if (state.done) router.refresh();
    return state;
  };
  return (
    <ActionForm action={isRunning ? upload : action}>
      <input type="hidden" name="id" value={storeId} />
      <Fields closeHref={closeHref} />
    </ActionForm>
  );
}

function Fields({ closeHref }: { closeHref: string }) {
  const { done } = useFormState();
  const router = useRouter();
  const [file, setFile] = useState<File | null>(null);
  useEffect(() => {
    if (done) router.replace(closeHref, { scroll: false });
  }, [done, router, closeHref]);
  const choose = (event: ChangeEvent<HTMLInputElement>) => setFile(event.currentTarget.files?.[0] ?? null);
  return (
    <>
      <Field label="File">
        {(control) => (
          <input
            {...control}
            type="file"
            name="file"
            required
            onChange={choose}
            className="control py-1! text-sm file:mr-3 file:rounded-sm file:border-0 file:bg-hover file:px-2 file:text-ink"
          />
        )}
      </Field>
      <TextField
        name="key"
        label="Key"
        isOptional
        isMono
        placeholder={file ? keyOf(file) : 'The name of the file'}
        hint="Letters, digits and ! - _ . ' ( ). Without one, it is the name of the file."
        autoCapitalize="none"
        spellCheck={false}
        maxLength={256}
      />
      <TextField
        name="contentType"
        label="Content type"
        isOptional
        isMono
        placeholder={file?.type || 'application/octet-stream'}
        autoCapitalize="none"
        spellCheck={false}
      />
      <SubmitButton className="justify-self-start">Upload</SubmitButton>
    </>
  );
}

/** The name of a file, with what a key cannot have replaced. */
const keyOf = ({ name }: File): string => name.replace(/[^a-zA-Z0-9!\-_.'()]/g, '-').slice(0, 256);

async function send(storeId: string, maxBytes: number, form: FormData): Promise<FormState> {
  const file = form.get('file');
  const values = { key: textOf(form, 'key'), contentType: textOf(form, 'contentType') };
  if (!(file instanceof File)) return { values };
  if (file.size > maxBytes)
    return { values, error: { type: 'request-too-large', message: 'The file is larger than a record may be.' } };
  const key = values.key || keyOf(file);
  const contentType = values.contentType || (await guessedType(file));
  try {
    const response = await fetch(consolePath.recordFile(storeId, key), {
      method: 'PUT',
      headers: { 'content-type': contentType },
      body: file,
    });
    const result = (await response.json()) as ActionResult<unknown>;
    if (result.ok) return { done: { message: `${key} is stored` } };
    return { values, error: { ...result.error, field: FIELDS[result.error.type] } };
  } catch {
    return { values, error: { type: 'internal-error', message: 'The file did not arrive, and nothing was changed.' } };
  }
}

/** As the browser tells it from the name; text says that it is UTF-8 where it is, or readers would have to guess. */
async function guessedType(file: File): Promise<string> {
  const type = file.type || 'application/octet-stream';
  if (!type.startsWith('text/') || type.includes(';')) return type;
  const beginning = await file.slice(0, 100_000).arrayBuffer();
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(beginning, { stream: true });
    return `${type}; charset=utf-8`;
  } catch {
    return type;
  }
}

/** What is wrong with which field. */
const FIELDS: Partial<Record<string, string>> = {
  'invalid-record-key': 'key',
  'invalid-content-type-header': 'contentType',
};

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};
