'use server';

import { redirect } from 'next/navigation';
import { act, actAndRefresh, formText, submit } from '@/lib/console/action.ts';
import type { ActionResult, FormState } from '@/lib/console/form-state.ts';
import { atGrantField, GRANT_FIELDS, grantOf } from '@/lib/console/grant-form.ts';
import { storageKindOf, storageOf, storageReference } from '@/lib/console/storage-form.ts';
import { addGrant } from '@/lib/grant/add.ts';
import { removeGrant } from '@/lib/grant/remove.ts';
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

/** Called at once when the choice changes; also the undo of it. */
export async function setGeneralAccessAction(
  kind: string,
  id: string,
  generalAccess: string,
): Promise<ActionResult<null>> {
  return actAndRefresh(async (ctx) => {
    const reference = storageReference(kind, id);
    await updateStorage(ctx, reference.kind, reference.address, { generalAccess });
    return null;
  });
}

export async function setGeneralAccessFormAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    ['generalAccess'],
    async (ctx) => {
      const { kind, address } = storageOf(form);
      await updateStorage(ctx, kind, address, { generalAccess: formText(form, 'generalAccess') });
    },
    () => 'General access changed. It is in force now.',
  );
}

export async function addGrantAction(_state: FormState, form: FormData): Promise<FormState> {
  const state = await submit(
    form,
    GRANT_FIELDS,
    async (ctx) => addGrant(ctx, storageOf(form), grantOf(form)),
    (grant) => `${grant.username} has access now`,
  );
  return atGrantField(state);
}

export async function removeGrantAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    [],
    async (ctx) => removeGrant(ctx, storageOf(form), formText(form, 'grantId')),
    () => `${formText(form, 'username')} no longer has access`,
  );
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
