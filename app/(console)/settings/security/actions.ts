'use server';

import { ACCOUNT_ACCESS_WORDS } from '@/components/settings/access-words.ts';
import { setApprovalSetting } from '@/lib/account/approval-setting.ts';
import { setRunSharing } from '@/lib/account/run-sharing.ts';
import { setAccountGeneralAccess } from '@/lib/account/settings.ts';
import { askOnce, formText, submit } from '@/lib/console/action.ts';
import { CONFIRMED, type FormState } from '@/lib/console/form-state.ts';

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

/** Skipping is asked for twice. */
export async function setApprovalSettingAction(_state: FormState, form: FormData): Promise<FormState> {
  const skipsApproval = formText(form, 'approval') === 'skip';
  const asked = skipsApproval && formText(form, 'current') !== 'skip' ? askOnce(form, ['approval']) : null;
  if (asked) return asked;
  const input = { skipsApproval, settingsVersion: formText(form, 'settingsVersion') };
  return submit(
    form,
    ['approval', CONFIRMED],
    (ctx) => setApprovalSetting(ctx, input),
    () =>
      skipsApproval
        ? 'Approval is skipped from now on: Actors with full permissions start unasked'
        : 'Approval is required from now on',
  );
}

export async function setRunSharingAction(_state: FormState, form: FormData): Promise<FormState> {
  const sharesRuns = formText(form, 'runSharing') === 'on';
  const input = { sharesRuns, settingsVersion: formText(form, 'settingsVersion') };
  return submit(
    form,
    ['runSharing'],
    (ctx) => setRunSharing(ctx, input),
    () =>
      sharesRuns
        ? 'Developers of public Actors can read your runs of them from now on'
        : 'Your runs are not shared with developers any more',
  );
}
