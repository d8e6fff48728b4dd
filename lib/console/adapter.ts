/**
 * How Auth.js, which speaks to other identity providers, keeps what it learns: in our own tables, sessions as digests only.
 *
 * It sees an account as a "user" and a sign-in elsewhere as an "account"; the translation is here and nowhere else.
 */
import type { Adapter, AdapterSession, AdapterUser } from 'next-auth/adapters';
import { transaction } from '../../db/transaction.ts';
import {
  findByEmail,
  findById,
  findByIdentity,
  findFreeUsername,
  hasWayIn,
  insertIdentity,
} from '../account/queries.ts';
import { startSession } from '../account/sign-in.ts';
import { createAccount } from '../account/sign-up.ts';
import { sessionCredential } from '../authentication/credential.ts';
import { loadPrincipal } from '../authorization/load.ts';
import type { Ctx } from '../context.ts';
import { env } from '../env.ts';
import { ApiError } from '../errors.ts';
import { endSession } from '../session/end.ts';
import { consoleContext } from './context.ts';

export const adapter: Adapter = {
  getUser: async (id) => userOf(await findById(id)),
  getUserByEmail: async (email) => userOf(await findByEmail(email)),
  getUserByAccount: async ({ provider, providerAccountId }) => {
    const accountId = await findByIdentity(providerName(provider), providerAccountId);
    return accountId === null ? null : userOf(await findById(accountId));
  },

  /** The first sign-in of somebody new. Whether the instance lets them in is decided where every sign-up is. */
  createUser: async (profile) => {
    const ctx = await consoleContext();
    const { email, name } = profile;
    const wanted =
      'username' in profile && typeof profile.username === 'string' ? profile.username : email.replace(/@.*$/, '');
    const username = await findFreeUsername(wanted);
    const id = await transaction((tx) =>
      createAccount(tx, ctx, { username, email: email.toLowerCase(), name: name ?? '', passwordHash: null }),
    );
    return { ...profile, id, email, emailVerified: null };
  },
  updateUser: async (user) => ({ email: '', emailVerified: null, ...user }),
  /** Only for the account that `createUser` has just made: a live session must not become a lasting way in for whoever holds it. */
  linkAccount: async ({ provider, providerAccountId, userId }) => {
    if (await hasWayIn(userId)) {
      throw new ApiError('insufficient-permissions', 'This account has another way to sign in');
    }
    const identity = { provider: providerName(provider), subject: providerAccountId, accountId: userId };
    await transaction((tx) => insertIdentity(tx, identity));
  },

  createSession: async ({ sessionToken, userId }): Promise<AdapterSession> => {
    const account = await findById(userId);
    if (!account || account.disabledAt) throw new ApiError('user-or-token-not-found', 'This account is disabled');
    const { expiresAt } = await startSession(await consoleContext(), account, 'identity-provider', {
      secret: sessionToken,
    });
    return { sessionToken, userId, expires: expiresAt };
  },
  getSessionAndUser: async (sessionToken) => {
    try {
      const { account } = await loadPrincipal(await contextOf(sessionToken));
      const user = account && userOf(account);
      return user
        ? {
            user,
            session: {
              sessionToken,
              userId: user.id,
              expires: new Date(Date.now() + env().sessionLifetimeSecs * 1_000),
            },
          }
        : null;
    } catch (error) {
      if (error instanceof ApiError) return null;
      throw error;
    }
  },
  // Our own pages end sessions at a fixed time; there is nothing to prolong.
  updateSession: async () => null,
  deleteSession: async (sessionToken) => {
    const ctx = await contextOf(sessionToken);
    const { principal } = await loadPrincipal(ctx);
    if (principal.kind === 'session') await endSession(ctx, principal.sessionId);
  },
};

/** Subjects are unique within an issuer only, and the operator may change which one is asked. */
const providerName = (provider: string) => (provider === 'oidc' ? `oidc:${env().oidc?.issuer}` : provider);

const contextOf = async (sessionToken: string): Promise<Ctx> => ({
  ...(await consoleContext()),
  credential: sessionCredential(sessionToken),
});

function userOf(account: { id: string; email: string; name: string } | null): AdapterUser | null {
  return account && { id: account.id, email: account.email, name: account.name, emailVerified: null };
}
