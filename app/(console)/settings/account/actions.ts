'use server';

import { changePassword, changeProfile } from '@/lib/account/settings.ts';
import { formText, submit } from '@/lib/console/action.ts';
import type { FormState } from '@/lib/console/form-state.ts';
import { setMailing } from '@/lib/notification/set-mailing.ts';
import { endOtherSessions, endSession } from '@/lib/session/end.ts';

export async function changeProfileAction(_state: FormState, form: FormData): Promise<FormState> {
  const input = { name: formText(form, 'name'), email: formText(form, 'email') };
  return submit(
    form,
    ['name', 'email'],
    (ctx) => changeProfile(ctx, input),
    () => 'Profile saved',
  );
}

export async function setMailingAction(_state: FormState, form: FormData): Promise<FormState> {
  const isOn = formText(form, 'isOn') === '1';
  return submit(
    form,
    [],
    (ctx) => setMailing(ctx, isOn),
    () => (isOn ? 'Notifications come by mail too' : 'Notifications come in the Console only'),
  );
}

export async function changePasswordAction(_state: FormState, form: FormData): Promise<FormState> {
  const input = { currentPassword: formText(form, 'currentPassword'), newPassword: formText(form, 'newPassword') };
  return submit(
    form,
    [],
    (ctx) => changePassword(ctx, input),
    () => 'Password saved. All other sessions have ended.',
  );
}

export async function endSessionAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    [],
    (ctx) => endSession(ctx, formText(form, 'sessionId')),
    () => 'The session has ended',
  );
}

export async function endOtherSessionsAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, [], endOtherSessions, (count) =>
    count === 1 ? 'One other session has ended' : `${count} other sessions have ended`,
  );
}
