/** Sign-in through other identity providers, as the operator has switched them on by environment. The one module that knows Auth.js. */

import { createHash } from 'node:crypto';
import NextAuth, { type NextAuthConfig } from 'next-auth';
import type { OIDCConfig } from 'next-auth/providers';
import GitHub from 'next-auth/providers/github';
import Google from 'next-auth/providers/google';
import { env, secretKey } from '../env.ts';
import { createSecret } from '../ids.ts';
import { log } from '../log.ts';
import { consolePath } from '../paths.ts';
import { adapter } from './adapter.ts';
import { isSecure, sessionCookieName, sessionCookieOptions } from './cookie.ts';

/** A way to sign in beside the password. */
export interface SignInMethod {
  id: 'github' | 'google' | 'oidc';
  name: string;
}

export function signInMethods(): SignInMethod[] {
  const { github, google, oidc } = env();
  return [
    ...(github ? [{ id: 'github', name: 'GitHub' } as const] : []),
    ...(google ? [{ id: 'google', name: 'Google' } as const] : []),
    ...(oidc ? [{ id: 'oidc', name: oidc.name } as const] : []),
  ];
}

/** What an OpenID Connect provider says of a person. */
interface OidcProfile {
  sub: string;
  name?: string;
  email?: string;
  preferred_username?: string;
}

function config(): NextAuthConfig {
  // Auth.js would take the address from the request's headers, and sign people in somewhere else behind a proxy.
  process.env.AUTH_URL = env().consoleUrl;
  const { github, google, oidc, sessionLifetimeSecs } = env();
  return {
    adapter,
    // Derived, so that the operator keeps one secret only.
    secret: createHash('sha256').update(`auth:${secretKey()}`).digest('base64url'),
    basePath: '/api/auth',
    trustHost: true,
    useSecureCookies: isSecure(),
    session: { strategy: 'database', maxAge: sessionLifetimeSecs, generateSessionToken: createSecret },
    cookies: { sessionToken: { name: sessionCookieName(), options: sessionCookieOptions() } },
    pages: { signIn: consolePath.signIn(), error: consolePath.signIn() },
    // The name of the failure only: its text may hold what the other side sent.
    logger: {
      error: (error) => log().warn({ type: error.name }, 'sign-in elsewhere failed'),
      warn: () => {},
      debug: () => {},
    },
    callbacks: { signIn: ({ profile }) => profile?.email_verified !== false },
    providers: [
      ...(github
        ? [
            GitHub({
              checks: ['pkce', 'state'],
              clientId: github.id,
              clientSecret: github.secret,
              profile: ({ id, login, name, email }) => ({ id: String(id), name, email, username: login }),
            }),
          ]
        : []),
      ...(google ? [Google({ checks: ['pkce', 'state'], clientId: google.id, clientSecret: google.secret })] : []),
      ...(oidc ? [oidcProvider(oidc)] : []),
    ],
  };
}

function oidcProvider(oidc: { id: string; secret: string; issuer: string; name: string }): OIDCConfig<OidcProfile> {
  return {
    id: 'oidc',
    name: oidc.name,
    type: 'oidc',
    issuer: oidc.issuer,
    clientId: oidc.id,
    clientSecret: oidc.secret,
    checks: ['pkce', 'state'],
    authorization: { params: { scope: 'openid email profile' } },
    profile: ({ sub, name, email, preferred_username }) => ({
      id: sub,
      name: name ?? '',
      email: email ?? null,
      ...(preferred_username && { username: preferred_username }),
    }),
  };
}

// Settings are read when the first request asks, not when the build loads this module.
const nextAuth = NextAuth(() => config());

export const { handlers } = nextAuth;

/** Sends the browser to a provider; it comes back to `returnTo`, a path of ours. */
export const signInWith = (method: SignInMethod['id'], returnTo: string) =>
  nextAuth.signIn(method, { redirectTo: returnTo });
