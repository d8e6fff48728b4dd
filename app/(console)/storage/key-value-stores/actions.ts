'use server';

import { act, formText, submit } from '@/lib/console/action.ts';
import type { ActionResult, FormState } from '@/lib/console/form-state.ts';
import { rememberLifetime } from '@/lib/console/link-lifetime.ts';
import { deleteRecord } from '@/lib/key-value-store/delete-record.ts';
import { putRecord } from '@/lib/key-value-store/put-record.ts';
import { type CreatedLink, createLink } from '@/lib/link/create.ts';

const storeOf = (id: string) => ({ kind: 'key-value-store', address: { by: 'id', id } }) as const;
const linkInput = (recordKey: string, lifetime: string) => ({
  recordKey,
  lifetimeSecs: lifetime === 'never' ? null : Number(lifetime),
});

/** Makes a link to one record, and keeps its lifetime for the next. */
export async function createRecordLinkAction(
  storeId: string,
  recordKey: string,
  lifetime: string,
): Promise<ActionResult<CreatedLink>> {
  return act((ctx) => createLink(ctx, storeOf(storeId), linkInput(recordKey, lifetime)));
}

/** The same for a form, without JavaScript. */
export async function createRecordLinkFormAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    [],
    (ctx) =>
      createLink(ctx, storeOf(formText(form, 'id')), linkInput(formText(form, 'key'), formText(form, 'lifetime'))),
    ({ url, expiresAt }) => ({ message: 'Link made', shown: { url, expiresAt: expiresAt?.toISOString() ?? '' } }),
  );
}

export async function rememberLifetimeAction(form: FormData): Promise<void> {
  await rememberLifetime(formText(form, 'lifetime'));
}

/** Takes a file in one piece, so small ones only; see `record/route.ts`. */
export async function uploadRecordAction(_state: FormState, form: FormData): Promise<FormState> {
  const file = form.get('file');
  const { key, contentType } = namesOf(form, file);
  const state = await submit(
    form,
    ['key', 'contentType'],
    async (ctx) => {
      const bytes = Buffer.from(file instanceof File ? new Uint8Array(await file.arrayBuffer()) : []);
      return putRecord(ctx, storeOf(formText(form, 'id')), key, { contentType, bytes });
    },
    (record) => `${record.key} is stored`,
  );
  return state;
}

/** What was left out is the file's own. */
function namesOf(form: FormData, file: FormDataEntryValue | null) {
  const { name, type } = file instanceof File ? file : { name: '', type: '' };
  return { key: formText(form, 'key') || name, contentType: formText(form, 'contentType') || type };
}

export async function deleteRecordAction(_state: FormState, form: FormData): Promise<FormState> {
  const key = formText(form, 'key');
  return submit(
    form,
    [],
    (ctx) => deleteRecord(ctx, storeOf(formText(form, 'id')), key),
    () => `${key} is deleted`,
  );
}
