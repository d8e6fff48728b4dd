'use server';

import { redirect } from 'next/navigation';
import { act, formText, submit } from '@/lib/console/action.ts';
import type { FormState } from '@/lib/console/form-state.ts';
import { storageKindOf, storageOf } from '@/lib/console/resource-form.ts';
import { createLink } from '@/lib/link/create.ts';
import { endAllLinks } from '@/lib/link/end-all.ts';
import { revokeLink } from '@/lib/link/revoke.ts';
import { consolePath } from '@/lib/paths.ts';
import { deleteStorage } from '@/lib/storage/delete.ts';
import { getOrCreateStorage } from '@/lib/storage/get-or-create.ts';
import { updateStorage } from '@/lib/storage/update.ts';

export async function createStorageAction(_state: FormState, form: FormData): Promise<FormState> {
  const name = formText(form, 'name').trim();
  const result = await act(async (ctx) => {
    const kind = storageKindOf(formText(form, 'kind'));
    const { storage } = await getOrCreateStorage(ctx, kind, { name });
    return consolePath.storage(kind, storage.id);
  });
  if (!result.ok) return { error: result.error, values: { name } };
  redirect(result.value);
}

export async function updateDetailsAction(_state: FormState, form: FormData): Promise<FormState> {
  // Only what was changed here: what another tab has changed meanwhile stays.
  const changed = (['name', 'title'] as const).filter(
    (field) => formText(form, field).trim() !== formText(form, `${field}Shown`),
  );
  const input = Object.fromEntries(changed.map((field) => [field, formText(form, field).trim() || null]));
  return submit(
    form,
    ['name', 'title'],
    async (ctx) => {
      const { kind, address } = storageOf(form);
      await updateStorage(ctx, kind, address, input);
    },
    () => 'Saved',
  );
}

export async function deleteStorageAction(_state: FormState, form: FormData): Promise<FormState> {
  const result = await act(async (ctx) => {
    const { kind, address } = storageOf(form);
    await deleteStorage(ctx, kind, address);
    return consolePath.storages(kind);
  });
  if (!result.ok) return { error: result.error };
  redirect(result.value);
}

export async function createLinkAction(_state: FormState, form: FormData): Promise<FormState> {
  const lifetime = formText(form, 'lifetimeSecs');
  const input = { lifetimeSecs: lifetime === 'never' ? null : Number(lifetime), label: formText(form, 'label') };
  return submit(
    form,
    ['lifetimeSecs', 'label', 'format'],
    async (ctx) => createLink(ctx, storageOf(form), input),
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
    async (ctx) => revokeLink(ctx, storageOf(form), formText(form, 'linkId')),
    () => 'The link is revoked: it opens nothing any more',
  );
}

export async function endAllLinksAction(_state: FormState, form: FormData): Promise<FormState> {
  const result = await act(async (ctx) => {
    const reference = storageOf(form);
    await endAllLinks(ctx, reference);
    return consolePath.storage(reference.kind, formText(form, 'id'), { tab: 'access' });
  });
  if (!result.ok) return { error: result.error };
  redirect(result.value);
}
