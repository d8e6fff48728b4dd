'use server';

import { ACCOUNT_ACCESS_WORDS } from '@/components/settings/access-words.ts';
import { setAccountGeneralAccess } from '@/lib/account/settings.ts';
import { formText, submit } from '@/lib/console/action.ts';
import type { FormState } from '@/lib/console/form-state.ts';

/** Also the undo of itself: `shown` has what takes the change back. */
export async function setGeneralAccessAction(_state: FormState, form: FormData): Promise<FormState> {
  const input = { generalAccess: formText(form, 'generalAccess'), settingsVersion: formText(form, 'settingsVersion') };
  return submit(
    form,
    ['generalAccess'],
    (ctx) => setAccountGeneralAccess(ctx, input),
    ({ from, to, settingsVersion }) => {
      if (from === to) return `“${ACCOUNT_ACCESS_WORDS[to]}” was in force already`;
      return {
        message: `“${ACCOUNT_ACCESS_WORDS[to]}” is in force now`,
        shown: { undoTo: from, settingsVersion: String(settingsVersion) },
      };
    },
  );
}
