'use server';

import { formText, submit } from '@/lib/console/action.ts';
import type { FormState } from '@/lib/console/form-state.ts';
import { createInvitation, revokeInvitation } from '@/lib/invitation/manage.ts';
import { changeDisabled, changeSignUp } from '@/lib/operator/people.ts';

export async function changeSignUpAction(_state: FormState, form: FormData): Promise<FormState> {
  const isOpen = formText(form, 'isOpen') === '1';
  return submit(
    form,
    [],
    (ctx) => changeSignUp(ctx, isOpen),
    () => (isOpen ? 'Sign-up is open now' : 'Sign-up is closed now'),
  );
}

export async function inviteAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    ['email'],
    (ctx) => createInvitation(ctx, { email: formText(form, 'email').trim() }),
    ({ url }) => ({ message: 'The invitation is made. Copy its address now.', shown: { url } }),
  );
}

export async function revokeInvitationAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    [],
    (ctx) => revokeInvitation(ctx, formText(form, 'invitationId')),
    () => 'The invitation is revoked',
  );
}

export async function changeDisabledAction(_state: FormState, form: FormData): Promise<FormState> {
  const username = formText(form, 'username');
  const isDisabled = formText(form, 'isDisabled') === '1';
  return submit(
    form,
    [],
    (ctx) => changeDisabled(ctx, username, isDisabled),
    () => (isDisabled ? `${username} is disabled` : `${username} is enabled again`),
  );
}
