/** The cookie that holds a session's secret. */
import { cookies } from 'next/headers';
import type { StartedSession } from '../session/queries.ts';
import { sessionCookieName, sessionCookieOptions } from './cookie.ts';

export async function setSessionCookie(session: StartedSession): Promise<void> {
  (await cookies()).set(sessionCookieName(), session.secret, { ...sessionCookieOptions(), expires: session.expiresAt });
}

export async function clearSessionCookie(): Promise<void> {
  (await cookies()).set(sessionCookieName(), '', { ...sessionCookieOptions(), maxAge: 0 });
}
