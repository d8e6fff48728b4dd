'use server';

import { redirect } from 'next/navigation';
import { signIn } from '@/lib/account/sign-in.ts';
import { signUp } from '@/lib/account/sign-up.ts';
import { formText, tryAct } from '@/lib/console/action.ts';
import type { ActionError, FormState } from '@/lib/console/form-state.ts';
import { type SignInMethod, signInMethods, signInWith } from '@/lib/console/providers.ts';
import { clearSessionCookie, setSessionCookie } from '@/lib/console/session.ts';
import { consolePath, safeReturnTo } from '@/lib/paths.ts';
import { signOut } from '@/lib/session/end.ts';

const returnPath = (form: FormData) => safeReturnTo(formText(form, 'returnTo')) ?? consolePath.home();

export async function signInAction(_state: FormState, form: FormData): Promise<FormState> {
  const usernameOrEmail = formText(form, 'usernameOrEmail');
  const result = await tryAct((ctx) => signIn(ctx, { usernameOrEmail, password: formText(form, 'password') }));
  if (!result.ok) return { error: result.error, values: { usernameOrEmail } };
  await setSessionCookie(result.value);
  redirect(returnPath(form));
}

export async function signUpAction(_state: FormState, form: FormData): Promise<FormState> {
  const values = { username: formText(form, 'username'), email: formText(form, 'email'), name: formText(form, 'name') };
  const invitation = formText(form, 'invitation') || undefined;
  const result = await tryAct((ctx) => signUp(ctx, { ...values, password: formText(form, 'password') }, invitation));
  if (!result.ok) return { error: result.error, values };
  await setSessionCookie(result.value);
  redirect(returnPath(form));
}

/** A session that has ended already is as good as signed out. */
const isSignedOut = ({ type }: ActionError) => type === 'user-or-token-not-found' || type === 'token-not-provided';

export async function signInWithAction(form: FormData): Promise<void> {
  const method = signInMethods().find(({ id }) => id === (formText(form, 'method') as SignInMethod['id']));
  if (!method) return;
  // Whoever signs in anew is nobody until then: what comes back must not be mixed up with who was here before.
  const left = await tryAct(signOut);
  if (!left.ok && !isSignedOut(left.error)) return;
  await clearSessionCookie();
  await signInWith(method.id, returnPath(form));
}

/** Ends the session and forgets its cookie. `returnTo` of the form: where to sign in again for. */
export async function signOutAction(form: FormData): Promise<void> {
  const result = await tryAct(signOut);
  if (!result.ok && !isSignedOut(result.error)) return;
  await clearSessionCookie();
  redirect(consolePath.signIn(safeReturnTo(formText(form, 'returnTo')) ?? undefined));
}
