/** The Console's side of a request: its session, as evidence. */
import { randomUUID } from 'node:crypto';
import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { NO_CREDENTIAL, sessionCredential } from '../authentication/credential.ts';
import type { Ctx } from '../context.ts';
import { sessionCookieName } from './cookie.ts';

/** The context of the request that is being served. The session is not looked up here: the gate does that. */
export const consoleContext = cache(async (): Promise<Ctx> => {
  const [jar, sent] = await Promise.all([cookies(), headers()]);
  const secret = jar.get(sessionCookieName())?.value;
  return {
    credential: secret ? sessionCredential(secret) : NO_CREDENTIAL,
    requestId: randomUUID(),
    via: 'CONSOLE',
    // The address of the connection, or the one that a trusted proxy added: the last, since the others are what it was told.
    ipAddress: sent.get('x-forwarded-for')?.split(',').at(-1)?.trim() || null,
    userAgent: sent.get('user-agent')?.slice(0, 500) ?? null,
  };
});
