/** What every page goes through: session → use-case → view, or the page that says why not. */
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { getSettings, type SettingsView } from '../account/settings.ts';
import type { Ctx } from '../context.ts';
import { ApiError, refusalOf } from '../errors.ts';
import { consolePath } from '../paths.ts';
import { consoleContext } from './context.ts';

/** The account that is signed in, or null. A cookie of a session that has ended counts as none. */
export const signedInAccount = cache(async (): Promise<SettingsView | null> => {
  const ctx = await consoleContext();
  if (ctx.credential.kind === 'none') return null;
  try {
    return await getSettings(ctx);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
});

/** The account that is signed in; who is not is sent to sign in and back to `path`. */
export async function requireAccount(path: string): Promise<SettingsView> {
  return (await signedInAccount()) ?? redirect(consolePath.signIn(path));
}

/**
 * Runs a use-case for a page. `path`: where to come back to after sign-in.
 * Without a session, a refusal leads to sign-in, whether the thing exists or not. With one, what is missing and what may not be seen are
 * the same page, so that neither tells anything of the other.
 */
export async function open<T>(path: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  const account = await signedInAccount();
  const ctx = await consoleContext();
  try {
    return await work(account ? ctx : { ...ctx, credential: { kind: 'none' } });
  } catch (error) {
    const refusal = refusalOf(error);
    // An address with characters that nothing can have is an address of nothing.
    if (!refusal || ![400, 401, 403, 404].includes(refusal.status)) throw error;
    if (!account) redirect(consolePath.signIn(path));
    notFound();
  }
}
