/**
 * The table of rules: one row for each row of the documented access rules, under the same id, with its source.
 *
 * Default deny; any forbid beats every permit; the order of rows means nothing. A row looks at facts only.
 * Sources: G = General resource access, P = Actor permissions, A = Full-permission Actors now require approval, + = our own.
 */
import {
  type AccountFacts,
  type AccountPermission,
  effectiveGeneralAccess,
  type Permission,
  type ResourceFacts,
  type Rule,
} from './types.ts';

const includes = (held: readonly Permission[], asked: Permission) =>
  held.includes(asked) || (asked === 'read' && held.includes('write'));

export const RESOURCE_RULES: readonly Rule<ResourceFacts, Permission>[] = [
  {
    // G: what you own is yours, whichever way you come in: signed in, or with an unscoped token.
    id: 'owner',
    effect: 'permit',
    of: ['read', 'write', 'share'],
    when: ({ principal, resource }) =>
      (principal.kind === 'session' || (principal.kind === 'token' && principal.scope === null)) &&
      principal.accountId === resource.ownerId,
  },
  {
    // G, "Restricted": people with explicit access. Loaded grants are unexpired ones (+).
    id: 'grant',
    effect: 'permit',
    of: ['read', 'write', 'share'],
    when: ({ principal, grants }, asked) =>
      (principal.kind === 'session' || (principal.kind === 'token' && principal.scope === null)) &&
      grants.some((grant) => includes(grant.permissions, asked)),
  },
  {
    // G, "Anyone with ID can read". A name is no id: knowing it is not what the owner agreed to.
    id: 'anyone-with-id',
    effect: 'permit',
    of: ['read'],
    when: ({ resource, addressedBy }) => addressedBy === 'id' && effectiveGeneralAccess(resource) !== 'RESTRICTED',
  },
  {
    // G, "Sharing storages by name".
    id: 'anyone-with-name',
    effect: 'permit',
    of: ['read'],
    when: ({ resource, addressedBy }) =>
      addressedBy === 'name' && effectiveGeneralAccess(resource) === 'ANYONE_WITH_NAME_CAN_READ',
  },
  {
    // G, "Sharing restricted resources with pre-signed URLs": exactly what was signed, never the description of the storage.
    id: 'signed-link',
    effect: 'permit',
    of: ['read'],
    when: ({ link, asksForSignedContent }) => link === 'valid' && asksForSignedContent,
  },
  {
    // G, contract 3.5: what the scope lists, never more than the account has; what the token created is in its scope.
    id: 'token-scope',
    effect: 'permit',
    of: ['read', 'write', 'share'],
    when: ({ principal, resource, grants }, asked) => {
      if (principal.kind !== 'token' || principal.scope === null) return false;
      const accountMay =
        principal.accountId === resource.ownerId || grants.some((grant) => includes(grant.permissions, asked));
      const { resources, kinds } = principal.scope;
      return (
        accountMay &&
        (resource.createdByTokenId === principal.tokenId ||
          resources.some((listed) => listed.id === resource.id && includes(listed.permissions, asked)) ||
          kinds.some((listed) => listed.kind === resource.kind && includes(listed.permissions, asked)))
      );
    },
  },
  {
    // A, access-rules 4: grants and general access are not for scoped tokens (+: unscoped ones may).
    id: 'console-only',
    effect: 'forbid',
    of: ['share'],
    when: ({ principal }) => principal.kind === 'token' && principal.scope !== null,
  },
];

/** Changes that can open an account to others, or close it to all; they ask for a recent sign-in. */
const NEEDS_FRESH_SESSION: readonly AccountPermission[] = ['change-security', 'manage-tokens', 'end-access'];

export const ACCOUNT_RULES: readonly Rule<AccountFacts, AccountPermission>[] = [
  {
    id: 'owner',
    effect: 'permit',
    of: [
      'read-settings',
      'change-profile',
      'change-security',
      'manage-tokens',
      'read-audit',
      'review-access',
      'end-access',
      'create-storage',
      'list',
    ],
    when: ({ principal, account }) =>
      (principal.kind === 'session' || (principal.kind === 'token' && principal.scope === null)) &&
      principal.accountId === account.id,
  },
  {
    // Contract 3.5: "Create" is a right of its own, by kind. Reading one's own public profile is what every client does first.
    id: 'token-scope',
    effect: 'permit',
    of: ['read-settings', 'create-storage', 'list'],
    when: ({ principal, account, creating }, asked) =>
      principal.kind === 'token' &&
      principal.scope !== null &&
      principal.accountId === account.id &&
      (asked !== 'create-storage' || (creating !== null && principal.scope.create.includes(creating))),
  },
  {
    // +: the operator of the instance: who may sign up, invitations, disabling accounts. Never a reader of others' data.
    id: 'operator',
    effect: 'permit',
    of: ['operate'],
    when: ({ principal, account }) =>
      principal.kind === 'session' && principal.accountId === account.id && account.isOperator,
  },
  {
    // A, contract 5.1: settings, tokens and the audit trail are for a person in the Console; no program changes them, whatever its scope.
    id: 'console-only',
    effect: 'forbid',
    of: ['change-profile', 'change-security', 'manage-tokens', 'read-audit', 'review-access', 'end-access', 'operate'],
    when: ({ principal }) => principal.kind !== 'session',
  },
  {
    // +: a stolen, long-open browser must not be able to open the account.
    id: 'fresh-session',
    effect: 'forbid',
    of: NEEDS_FRESH_SESSION,
    when: ({ principal }) => principal.kind === 'session' && !principal.isFresh,
  },
];
