/**
 * Forms that start an Actor, and the answer to the question that stands between: whether it may have full permissions. A start that is refused
 * for want of approval gives the form that question; the answer comes with the same form, so that the start goes on as it was typed.
 */
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { approveActor } from '../approval/approve.ts';
import { getApprovalQuestion } from '../approval/get-question.ts';
import { revokeApproval } from '../approval/revoke.ts';
import { setCeiling } from '../approval/set-ceiling.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { Address } from '../ids.ts';
import { consolePath } from '../paths.ts';
import { PERMISSION_LEVELS } from '../vocabulary.ts';
import { act, errorIn, formText } from './action.ts';
import type { FormState, ShownActor } from './form-state.ts';

/** What the buttons of the question send in the field `answer`; see `components/approval/answer-buttons.tsx`. */
export const APPROVAL_ANSWERS = [
  ...(['cancel', 'limited', 'always-limited', 'authorize', 'go-on'] as const),
  ...(['revoke', 'allow-full'] as const),
] as const;
export type ApprovalAnswer = (typeof APPROVAL_ANSWERS)[number];

/** The answer in a form; null where nobody was asked. */
export const answerOf = (form: FormData): ApprovalAnswer | null =>
  APPROVAL_ANSWERS.find((known) => known === formText(form, 'answer')) ?? null;

/** The Actor that was asked about, which need not be that of the form by now. */
export const askedActorOf = (form: FormData) => ({ by: 'id', id: formText(form, 'askedActor') }) as const;

/** Does what the answer says about the Actor, beside this one start. Errors: as the use-cases. */
export async function giveAnswer(ctx: Ctx, form: FormData): Promise<void> {
  const answer = answerOf(form);
  const actor = askedActorOf(form);
  if (answer === 'authorize') await approveActor(ctx, actor, { shown: formText(form, 'shown') });
  if (answer === 'revoke') await revokeApproval(ctx, actor);
  if (answer === 'always-limited' || answer === 'allow-full') await setCeiling(ctx, actor, answer === 'always-limited');
}

export interface AnsweredStart {
  /** Fields whose text is kept. */
  names: readonly string[];
  /** The Actor that would start. */
  actor: (ctx: Ctx) => Promise<Address> | Address;
  /** Starts it, at `level` where that is given, and gives the id of the run. */
  start: (ctx: Ctx, level: 'LIMITED_PERMISSIONS' | undefined) => Promise<string>;
  /** Where to come back to after sign-in. */
  returnTo: string;
}

/** Takes the answer, if there is one, and starts: two transactions, of which the second decides anew. It does not return once it has started. */
export async function startAnswered(
  form: FormData,
  { names, actor, start, returnTo }: AnsweredStart,
): Promise<FormState> {
  const values = Object.fromEntries(names.map((name) => [name, formText(form, name)]));
  const answer = answerOf(form);
  if (answer === 'cancel') return { values };
  let isAnswered = false;
  const result = await act(async (ctx) => {
    await giveAnswer(ctx, form);
    isAnswered = true;
    return start(ctx, answer === 'limited' ? 'LIMITED_PERMISSIONS' : undefined);
  }, returnTo);
  if (result.ok) redirect(consolePath.run(result.value, { ...(answer && { answered: 'true' }) }));
  const { error } = result;
  const hasChanged = !isAnswered && error.type === 'changed-elsewhere';
  if (hasChanged || error.type === 'full-permission-actor-not-approved') {
    return askAgain(form, values, hasChanged, actor, returnTo);
  }
  const done = isAnswered && answer === 'authorize' ? { message: 'Approved, but not started yet' } : undefined;
  return { values, error: errorIn(form, error), ...(done && { done }) };
}

/** The form with the question as it is now. */
async function askAgain(
  form: FormData,
  values: FormState['values'] & object,
  hasChanged: boolean,
  actor: AnsweredStart['actor'],
  returnTo: string,
): Promise<FormState> {
  const asked = await act(async (ctx) => getApprovalQuestion(ctx, await actor(ctx)), returnTo);
  if (!asked.ok) return { values, error: asked.error };
  return { values, asked: { question: asked.value, before: hasChanged ? shownBefore(form) : null } };
}

const shownActor = z.object({
  name: z.string(),
  title: z.string().nullable(),
  username: z.string(),
  ownerName: z.string(),
  level: z.enum(PERMISSION_LEVELS),
  levelEpoch: z.number(),
  buildNumber: z.string().nullable(),
});

/** What the form says was shown: words for the same reader, and nothing that is decided by. */
export function shownBefore(form: FormData): ShownActor | null {
  try {
    return shownActor.parse(JSON.parse(formText(form, 'shownActor')));
  } catch {
    return null;
  }
}

/** Errors: `invalid-request` for anything that is no answer. */
export function requireAnswer(form: FormData): ApprovalAnswer {
  const answer = answerOf(form);
  if (!answer) throw new ApiError('invalid-request', 'The question was not answered');
  return answer;
}
