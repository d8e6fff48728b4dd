'use server';

import { formText, submit } from '@/lib/console/action.ts';
import type { FormState } from '@/lib/console/form-state.ts';
import { createToken, deleteToken } from '@/lib/token/manage.ts';

export async function createTokenAction(_state: FormState, form: FormData): Promise<FormState> {
  const lifetime = formText(form, 'lifetimeDays');
  const input = {
    description: formText(form, 'description'),
    lifetimeDays: lifetime === 'never' ? null : Number(lifetime),
  };
  return submit(
    form,
    ['description', 'lifetimeDays'],
    (ctx) => createToken(ctx, input),
    ({ token }) => ({ message: 'The token is made. Copy it now.', shown: { token } }),
  );
}

export async function deleteTokenAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    [],
    (ctx) => deleteToken(ctx, formText(form, 'tokenId')),
    () => 'The token is deleted: it is refused from now on',
  );
}
