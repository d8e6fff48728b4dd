import { env } from '../env.ts';

/** Over HTTPS the `__Host-` prefix binds the cookie to this very host. */
export const sessionCookieName = () => (isSecure() ? '__Host-gatehouse-session' : 'gatehouse-session');

/** Lax: a link from a mail must arrive signed in; server actions check the Origin besides. */
export const sessionCookieOptions = () => ({ httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure() }) as const;

export const isSecure = () => env().consoleUrl.startsWith('https:');
