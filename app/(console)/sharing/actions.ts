'use server';

import { actAndRefresh, formText, submit } from '@/lib/console/action.ts';
import type { ActionResult, FormState } from '@/lib/console/form-state.ts';
import { atGrantField, GRANT_FIELDS, grantOf } from '@/lib/console/grant-form.ts';
import { resourceOf, resourceReference } from '@/lib/console/resource-form.ts';
import { setGeneralAccess } from '@/lib/general-access/change.ts';
import { addGrant } from '@/lib/grant/add.ts';
import { removeGrant } from '@/lib/grant/remove.ts';

/** Called at once when the choice changes; also the undo of it. */
export async function setGeneralAccessAction(
  kind: string,
  id: string,
  generalAccess: string,
): Promise<ActionResult<null>> {
  return actAndRefresh(async (ctx) => {
    await setGeneralAccess(ctx, resourceReference(kind, id), generalAccess);
    return null;
  });
}

export async function setGeneralAccessFormAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    ['generalAccess'],
    async (ctx) => setGeneralAccess(ctx, resourceOf(form), formText(form, 'generalAccess')),
    () => 'General access changed. It is in force now.',
  );
}

export async function addGrantAction(_state: FormState, form: FormData): Promise<FormState> {
  const state = await submit(
    form,
    GRANT_FIELDS,
    async (ctx) => addGrant(ctx, resourceOf(form), grantOf(form)),
    (grant) => `${grant.username} has access now`,
  );
  return atGrantField(state);
}

/** Called at once when the choice changes; also the undo of it. */
export async function changeGrantAction(
  kind: string,
  id: string,
  userId: string,
  permissions: readonly string[],
): Promise<ActionResult<null>> {
  return actAndRefresh(async (ctx) => {
    await addGrant(ctx, resourceReference(kind, id), { userId, permissions });
    return null;
  });
}

export async function removeGrantAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    [],
    async (ctx) => removeGrant(ctx, resourceOf(form), formText(form, 'grantId')),
    () => `${formText(form, 'username')} no longer has access`,
  );
}
