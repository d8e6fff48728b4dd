/** How long the links work that a person copies with one press: as they last chose, kept in this browser. */
import { cookies } from 'next/headers';
import { isSecure } from './cookie.ts';

/** Named for scripts too: the page sets it when another lifetime is chosen. */
export const LIFETIME_COOKIE = 'link-lifetime';

/** The chosen one, if it is one that is offered. */
export async function rememberedLifetime(offered: readonly { value: string }[], usual: string): Promise<string> {
  const remembered = (await cookies()).get(LIFETIME_COOKIE)?.value;
  return offered.some(({ value }) => value === remembered) ? (remembered ?? usual) : usual;
}

const YEAR_SECS = 365 * 24 * 60 * 60;

/** It is read by scripts, and says nothing that is secret. */
export async function rememberLifetime(value: string): Promise<void> {
  if (!/^(\d{1,9}|never)$/.test(value)) return;
  (await cookies()).set(LIFETIME_COOKIE, value, { sameSite: 'lax', path: '/', secure: isSecure(), maxAge: YEAR_SECS });
}
