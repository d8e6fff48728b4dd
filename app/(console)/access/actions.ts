'use server';

import { endAllAccountGrants, endAllAccountLinks } from '@/lib/access-hub/end-all.ts';
import { type EndedEntry, endSelectedAccess } from '@/lib/access-hub/end-selected.ts';
import { parseEntry } from '@/lib/access-hub/entry-text.ts';
import { setLinkPolicy } from '@/lib/access-hub/link-policy.ts';
import { formText, submit } from '@/lib/console/action.ts';
import type { FormState } from '@/lib/console/form-state.ts';
import { ApiError } from '@/lib/errors.ts';

/** Ends the links and grants that are ticked, or the one whose own button was pressed. */
export async function endSelectedAction(_state: FormState, form: FormData): Promise<FormState> {
  const only = formText(form, 'only');
  const texts = only ? [only] : form.getAll('entry').filter((value) => typeof value === 'string');
  return submit(
    form,
    [],
    (ctx) => endSelectedAccess(ctx, texts.map(parseEntry)),
    (entries) => ({ message: summaryOf(entries), shown: { failures: failuresOf(entries) } }),
  );
}

function summaryOf(entries: readonly EndedEntry[]): string {
  const failed = entries.filter(({ error }) => error !== null).length;
  const ended = entries.length - failed;
  const said = `${ended} ended. In force now.`;
  return failed === 0 ? said : `${said} ${failed} could not be ended.`;
}

const failuresOf = (entries: readonly EndedEntry[]): string =>
  entries.flatMap(({ what, id, error }) => (error === null ? [] : [`${what} ${id.slice(0, 5)}: ${error}`])).join('\n');

/** Ends everything of one sort. Typing the account's name is the confirmation: it cannot be pressed by mistake. */
export async function endAllAction(_state: FormState, form: FormData): Promise<FormState> {
  const username = formText(form, 'username');
  const typed = formText(form, 'confirmation').trim();
  const ofLinks = formText(form, 'what') === 'links';
  return submit(
    form,
    ['confirmation'],
    async (ctx) => {
      if (typed !== username) {
        throw new ApiError('invalid-input', `Type “${username}” to confirm`, { field: 'confirmation' });
      }
      return ofLinks ? endAllAccountLinks(ctx) : endAllAccountGrants(ctx);
    },
    (count) => `${count.toLocaleString('en')} ${ofLinks ? 'links' : 'grants'} ended. In force now.`,
  );
}

export async function setLinkPolicyAction(_state: FormState, form: FormData): Promise<FormState> {
  const chosen = formText(form, 'maxLinkLifetimeSecs');
  const input = {
    maxLinkLifetimeSecs: chosen === 'none' ? null : Number(chosen),
    settingsVersion: formText(form, 'settingsVersion'),
  };
  return submit(
    form,
    ['maxLinkLifetimeSecs'],
    (ctx) => setLinkPolicy(ctx, input),
    ({ maxLinkLifetimeSecs }) =>
      maxLinkLifetimeSecs === null
        ? 'Links may live as long as whoever makes them says. In force now.'
        : 'Links that have longer to live open nothing. In force now.',
  );
}
