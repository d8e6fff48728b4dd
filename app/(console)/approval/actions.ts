'use server';

import { redirect } from 'next/navigation';
import { getApprovalQuestion } from '@/lib/approval/get-question.ts';
import { revokeApproval } from '@/lib/approval/revoke.ts';
import { act, submit } from '@/lib/console/action.ts';
import { actorOf } from '@/lib/console/actor-form.ts';
import { askedActorOf, giveAnswer, requireAnswer, shownBefore } from '@/lib/console/approval-form.ts';
import type { FormState } from '@/lib/console/form-state.ts';
import { consolePath } from '@/lib/paths.ts';

/** The answer to the question at its own address, where nothing was interrupted. It leads to the Actor's page, which does not ask again. */
export async function answerQuestionAction(_state: FormState, form: FormData): Promise<FormState> {
  const actor = askedActorOf(form);
  const asking = consolePath.actor(actor.id, { approvePermissions: 'true' });
  const result = await act(async (ctx) => {
    const answer = requireAnswer(form);
    await giveAnswer(ctx, form);
    return answer;
  }, asking);
  if (result.ok) {
    // To be limited once is a matter of the start, which is still to come.
    redirect(
      consolePath.actor(actor.id, {
        ...(result.value === 'limited' && { level: 'limited' }),
        ...(result.value !== 'limited' && result.value !== 'cancel' && { answered: 'true' }),
      }),
    );
  }
  if (result.error.type !== 'changed-elsewhere') return { error: result.error };
  const asked = await act((ctx) => getApprovalQuestion(ctx, actor), asking);
  if (!asked.ok) return { error: asked.error };
  return { asked: { question: asked.value, before: shownBefore(form) } };
}

export async function revokeApprovalAction(_state: FormState, form: FormData): Promise<FormState> {
  return submit(
    form,
    [],
    (ctx) => revokeApproval(ctx, actorOf(form)),
    () => 'Revoked. It needs your approval again.',
  );
}
