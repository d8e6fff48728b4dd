'use server';

import { submit } from '@/lib/console/action.ts';
import type { FormState } from '@/lib/console/form-state.ts';
import { sendTestMail } from '@/lib/mail/send-test.ts';

export async function sendTestMailAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(form, [], sendTestMail, (email) => `Sent to ${email}`);
}
