/** Accounts as the API shows them. Source: the official description, `UserPrivateInfo` and `UserPublicInfo`. */
import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { recordNotFound } from '../errors.ts';
import { findPublicAccount, selectSettings } from './queries.ts';

const feature = (isEnabled: boolean) => ({
  isEnabled,
  disabledReason: isEnabled ? null : 'This instance does not have it',
  disabledReasonType: isEnabled ? null : 'DISABLED',
  isTrial: false,
  trialExpirationAt: null,
});

/** What this version has of what clients may ask for. */
const PLATFORM_FEATURES = {
  ACTORS: feature(false),
  STORAGE: feature(true),
  SCHEDULER: feature(false),
  PROXY: feature(false),
  PROXY_EXTERNAL_ACCESS: feature(false),
  PROXY_RESIDENTIAL: feature(false),
  PROXY_SERPS: feature(false),
  WEBHOOKS: feature(true),
  ACTORS_PUBLIC_ALL: feature(false),
  ACTORS_PUBLIC_DEVELOPER: feature(false),
};

/**
 * Gives the account of the one who asks, in the shape that every client reads first. Plans, payments and proxies do not exist here; the
 * fields that clients require say so.
 * Errors: `token-not-provided`, `user-or-token-not-found`.
 */
export async function getMe(ctx: Ctx) {
  const proof = await authorizeAccount(ctx, 'read-settings');
  const { id, username, name, email, createdAt } = await selectSettings(proof);
  return {
    id,
    username,
    profile: { name },
    email,
    proxy: { password: '', groups: [] },
    plan: { id: 'SELF_HOSTED', description: 'Self-hosted', isEnabled: true, availableProxyGroups: {}, tier: 'FREE' },
    effectivePlatformFeatures: PLATFORM_FEATURES,
    createdAt,
    isPaying: false,
  };
}

/** Gives what anyone may know of an account, by its id or username. Errors: `record-not-found`. */
export async function getPublicProfile(idOrUsername: string) {
  const account = await findPublicAccount(idOrUsername);
  if (!account) throw recordNotFound('The user');
  return { id: account.id, username: account.username, profile: { name: account.name } };
}
