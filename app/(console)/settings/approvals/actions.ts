'use server';

import { revokeApproval } from '@/lib/approval/revoke.ts';
import { setCeiling } from '@/lib/approval/set-ceiling.ts';
import { formText, submit } from '@/lib/console/action.ts';
import type { FormState } from '@/lib/console/form-state.ts';

/** Sets or takes away the ceiling of the Actor whose button was pressed. */
export async function setCeilingAction(_state: FormState, form: FormData): Promise<FormState> {
  const isAlwaysLimited = form.has('limit');
  const id = formText(form, isAlwaysLimited ? 'limit' : 'unlimit');
  return submit(
    form,
    [],
    (ctx) => setCeiling(ctx, { by: 'id', id }, isAlwaysLimited),
    () =>
      isAlwaysLimited
        ? 'It runs with limited permissions from its next start on, whatever starts it'
        : 'It is not held to limited permissions any more',
  );
}

export async function revokeApprovalAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    [],
    (ctx) => revokeApproval(ctx, { by: 'id', id: formText(form, 'actorId') }),
    () => 'Revoked. It is refused from the next start on, until it is approved again.',
  );
}
