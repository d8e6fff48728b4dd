'use server';

import { redirect } from 'next/navigation';
import { act, actAndRefresh, formText, submit } from '@/lib/console/action.ts';
import type { ActionResult, FormState } from '@/lib/console/form-state.ts';
import { deleteDataset } from '@/lib/dataset/delete.ts';
import { getOrCreateDataset } from '@/lib/dataset/get-or-create.ts';
import { updateDataset } from '@/lib/dataset/update.ts';
import { addGrant } from '@/lib/grant/add.ts';
import { removeGrant } from '@/lib/grant/remove.ts';
import { createLink } from '@/lib/link/create.ts';
import { endAllLinks } from '@/lib/link/end-all.ts';
import { revokeLink } from '@/lib/link/revoke.ts';
import { consolePath } from '@/lib/paths.ts';

/** The dataset that a form is about. */
const idOf = (form: FormData) => formText(form, 'id');
const address = (id: string) => ({ by: 'id', id }) as const;
const reference = (id: string) => ({ kind: 'dataset', address: address(id) }) as const;

export async function createDatasetAction(_state: FormState, form: FormData): Promise<FormState> {
  const name = formText(form, 'name').trim();
  const result = await act((ctx) => getOrCreateDataset(ctx, { name }));
  if (!result.ok) return { error: result.error, values: { name } };
  redirect(consolePath.dataset(result.value.dataset.id));
}

export async function updateDetailsAction(_state: FormState, form: FormData): Promise<FormState> {
  const input = { name: formText(form, 'name').trim() || null, title: formText(form, 'title').trim() || null };
  return submit(
    form,
    ['name', 'title'],
    (ctx) => updateDataset(ctx, address(idOf(form)), input),
    () => 'Saved',
  );
}

export async function deleteDatasetAction(_state: FormState, form: FormData): Promise<FormState> {
  const result = await act((ctx) => deleteDataset(ctx, address(idOf(form))));
  if (!result.ok) return { error: result.error };
  redirect(consolePath.datasets());
}

/** Called at once when the choice changes; also the undo of it. */
export async function setGeneralAccessAction(id: string, generalAccess: string): Promise<ActionResult<null>> {
  return actAndRefresh(async (ctx) => {
    await updateDataset(ctx, address(id), { generalAccess });
    return null;
  });
}

export async function setGeneralAccessFormAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    ['generalAccess'],
    (ctx) => updateDataset(ctx, address(idOf(form)), { generalAccess: formText(form, 'generalAccess') }),
    () => 'General access changed. It is in force now.',
  );
}

export async function addGrantAction(_state: FormState, form: FormData): Promise<FormState> {
  const who = formText(form, 'who').trim();
  const until = formText(form, 'until');
  const input = {
    ...whoIs(who),
    permissions: formText(form, 'permission') === 'WRITE' ? ['READ', 'WRITE'] : ['READ'],
    // A day lasts to its end, wherever it is first reached.
    ...(until && { expiresAt: `${until}T23:59:59Z` }),
  };
  const state = await submit(
    form,
    ['who', 'permission', 'until'],
    (ctx) => addGrant(ctx, reference(idOf(form)), input),
    (grant) => `${grant.username} has access now`,
  );
  if (!state.error) return state;
  // The API's fields are not quite the form's: who it is has one here, and the end is a day.
  const field = state.error.field === 'expiresAt' ? 'until' : 'who';
  return { ...state, error: { ...state.error, field } };
}

/** An account named by e-mail address, id or username. */
function whoIs(text: string): { email: string } | { userId: string } | { username: string } {
  if (text.includes('@')) return { email: text };
  return /^[a-zA-Z0-9]{17}$/.test(text) ? { userId: text } : { username: text };
}

export async function removeGrantAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    [],
    (ctx) => removeGrant(ctx, reference(idOf(form)), formText(form, 'grantId')),
    () => `${formText(form, 'username')} no longer has access`,
  );
}

export async function createLinkAction(_state: FormState, form: FormData): Promise<FormState> {
  const lifetime = formText(form, 'lifetimeSecs');
  const input = { lifetimeSecs: lifetime === 'never' ? null : Number(lifetime), label: formText(form, 'label') };
  return submit(
    form,
    ['lifetimeSecs', 'label', 'format'],
    (ctx) => createLink(ctx, reference(idOf(form)), input),
    ({ url, expiresAt }) => ({
      message: 'Link made',
      shown: { url: withFormat(url, formText(form, 'format')), expiresAt: expiresAt?.toISOString() ?? '' },
    }),
  );
}

/** The signature covers the items, not how they are written. */
function withFormat(url: string, format: string): string {
  const address = new URL(url);
  if (format && format !== 'json') address.searchParams.set('format', format);
  return address.href;
}

export async function revokeLinkAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    [],
    (ctx) => revokeLink(ctx, reference(idOf(form)), formText(form, 'linkId')),
    () => 'The link is revoked: it opens nothing any more',
  );
}

export async function endAllLinksAction(_state: FormState, form: FormData): Promise<FormState> {
  const id = idOf(form);
  const result = await act((ctx) => endAllLinks(ctx, reference(id)));
  if (!result.ok) return { error: result.error };
  redirect(consolePath.dataset(id, { tab: 'access' }));
}
