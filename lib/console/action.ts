/**
 * What every server action goes through. An action is an endpoint that anyone can post to, with or without its page: it takes the session
 * as evidence only, and the gate inside the use-case decides.
 */
import { refresh } from 'next/cache';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { Ctx } from '../context.ts';
import { env } from '../env.ts';
import { ApiError, refusalOf } from '../errors.ts';
import type { InputProblem } from '../input-schema/compile.ts';
import { log } from '../log.ts';
import { consolePath } from '../paths.ts';
import { reauthenticate } from '../session/reauthenticate.ts';
import { consoleContext } from './context.ts';
import { type ActionError, type ActionResult, CANCELLED, CONFIRMED, type Done, type FormState } from './form-state.ts';

/**
 * Runs a use-case for an action. Refusals become values that the form shows beside what was typed; an unknown failure is logged and shown
 * without its text. Who is not signed in any more is sent to sign in, and back to `returnTo`.
 */
export async function act<T>(work: (ctx: Ctx) => Promise<T>, returnTo?: string): Promise<ActionResult<T>> {
  const result = await tryAct(work);
  const isSignedOut =
    !result.ok && (result.error.type === 'token-not-provided' || result.error.type === 'user-or-token-not-found');
  if (isSignedOut) redirect(consolePath.signIn(returnTo));
  return result;
}

/** As `act`, and the page that asked shows what is true now. */
export async function actAndRefresh<T>(work: (ctx: Ctx) => Promise<T>): Promise<ActionResult<T>> {
  const result = await act(work);
  if (result.ok) refresh();
  return result;
}

/** As `act`, for the actions of people who are not signed in. */
export async function tryAct<T>(work: (ctx: Ctx) => Promise<T>): Promise<ActionResult<T>> {
  const ctx = await consoleContext();
  try {
    return await attempt(work, ctx);
  } catch (failure) {
    log().error({ requestId: ctx.requestId, err: failure }, 'action failed');
    const message = `Something went wrong on our side, and nothing was changed. Quote ${ctx.requestId} when you report it.`;
    return { ok: false, error: { type: 'internal-error', message } };
  }
}

/**
 * Runs a use-case and gives a form its next state. `values`: what was typed, to be kept after a refusal. A `reauthPassword` in the form
 * makes the session fresh first, for settings that ask for a recent sign-in.
 */
export async function submit<T>(
  form: FormData,
  names: readonly string[],
  work: (ctx: Ctx) => Promise<T>,
  done: (value: T) => string | Done,
): Promise<FormState> {
  const values = Object.fromEntries(names.map((name) => [name, formText(form, name)]));
  const reauthPassword = formText(form, 'reauthPassword');
  if (reauthPassword) {
    const confirmed = await act((ctx) => reauthenticate(ctx, reauthPassword));
    if (!confirmed.ok) return { values, error: { ...confirmed.error, field: 'reauthPassword' } };
  }
  const result = await actAndRefresh(work);
  if (!result.ok) return { values, error: errorIn(form, result.error) };
  const outcome = done(result.value);
  return { done: typeof outcome === 'string' ? { message: outcome } : outcome };
}

/**
 * The next state of a form that is to ask once more before it does what was chosen, or null once that was answered. `names`: what was chosen,
 * which the question carries on.
 */
export function askOnce(form: FormData, names: readonly string[]): FormState | null {
  if (formText(form, CANCELLED)) return {};
  if (formText(form, CONFIRMED)) return null;
  return { values: { ...Object.fromEntries(names.map((name) => [name, formText(form, name)])), [CONFIRMED]: 'yes' } };
}

/** A refusal as the form can show it: beside its field, or on top where the form has no such field. */
export const errorIn = (form: FormData, error: ActionError): ActionError =>
  error.field === undefined || form.has(error.field) ? error : { ...error, field: undefined };

async function attempt<T>(work: (ctx: Ctx) => Promise<T>, ctx: Ctx): Promise<ActionResult<T>> {
  try {
    await assertOwnOrigin();
    return { ok: true, value: await work(ctx) };
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    const { field, problems } = refusal.data ?? {};
    return {
      ok: false,
      error: {
        type: refusal.type,
        message: refusal.message,
        field: typeof field === 'string' ? field : fieldIn(refusal.message),
        problems: Array.isArray(problems) ? (problems as InputProblem[]) : undefined,
      },
    };
  }
}

/** Forms of other sites carry their own origin, or none: neither may act with this browser's session. */
async function assertOwnOrigin(): Promise<void> {
  const origin = (await headers()).get('origin');
  if (origin !== env().consoleUrl) {
    throw new ApiError(
      'insufficient-permissions',
      `This was not sent from the Console's own address. Open the Console at ${env().consoleUrl} and try again.`,
    );
  }
}

/** The field that a message of wrong input begins with; see `invalidInput`. */
const fieldIn = (message: string) => /^Field "([^"]+)"/.exec(message)?.[1];

/** A field's text. */
export const formText = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};
