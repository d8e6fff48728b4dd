/** The table of rules about accounts, as `rules.ts` is about resources. */
import type { StorageKind } from '../vocabulary.ts';
import type { AccountFacts, AccountPermission, Rule, Scope } from './types.ts';

/** Changes that can open an account to others, or close it to all; they ask for a recent sign-in. */
const NEEDS_FRESH_SESSION: readonly AccountPermission[] = ['change-security', 'manage-tokens', 'end-access'];

/** What a program may do in an account with all its rights. */
const OF_PROGRAMS = [
  'read-settings',
  'create-storage',
  'find-storage',
  'create-actor',
  'create-task',
  'create-schedule',
  'create-webhook',
  'list',
] as const satisfies readonly AccountPermission[];

/** Only for a person in the Console. */
const OF_PEOPLE = [
  'change-profile',
  'change-security',
  'manage-tokens',
  'read-audit',
  'review-access',
  'end-access',
  'approve',
  'read-notifications',
] as const satisfies readonly AccountPermission[];

/** What a scope must list for each of these, beside what is asked of the resources that are named. */
const CREATED = { 'create-task': 'task', 'create-schedule': 'schedule', 'create-webhook': 'webhook' } as const;
const isCreation = (asked: AccountPermission): asked is keyof typeof CREATED => Object.hasOwn(CREATED, asked);

/** Contract 3.5: "Create" is a right of its own, by kind. What asks for no such right passes. */
function canCreate({ create }: Scope, asked: AccountPermission, creating: StorageKind | null): boolean {
  if (asked === 'create-storage') return creating !== null && create.includes(creating);
  return !isCreation(asked) || create.includes(CREATED[asked]);
}

export const ACCOUNT_RULES: readonly Rule<AccountFacts, AccountPermission>[] = [
  {
    id: 'owner',
    effect: 'permit',
    of: [...OF_PROGRAMS, ...OF_PEOPLE],
    when: ({ principal, account }) =>
      (principal.kind === 'session' || (principal.kind === 'token' && principal.scope === null)) &&
      principal.accountId === account.id,
  },
  {
    // Contract 3.5. Reading one's own public profile is what every client does first.
    id: 'token-scope',
    effect: 'permit',
    of: ['read-settings', 'create-storage', 'find-storage', 'list', 'create-task', 'create-schedule', 'create-webhook'],
    when: ({ principal, account, creating }, asked) =>
      principal.kind === 'token' &&
      principal.scope !== null &&
      principal.accountId === account.id &&
      canCreate(principal.scope, asked, creating),
  },
  {
    // P, "Full permissions": as its account; one that a scoped token started creates what the scope lists.
    id: 'full-run',
    effect: 'permit',
    of: OF_PROGRAMS,
    when: ({ principal, account, creating }, asked) => {
      if (principal.kind !== 'run' || principal.level !== 'FULL_PERMISSIONS') return false;
      if (principal.accountId !== account.id) return false;
      return principal.scope === null || canCreate(principal.scope, asked, creating);
    },
  },
  {
    // P: "Create any additional storage", within the scope of the token that started it. Which ones there are it is not told, but for the one
    // that it names.
    id: 'limited-create',
    effect: 'permit',
    of: ['create-storage', 'find-storage'],
    when: ({ principal, account, creating }, asked) => {
      if (principal.kind !== 'run' || principal.level !== 'LIMITED_PERMISSIONS') return false;
      if (principal.accountId !== account.id) return false;
      return asked === 'find-storage' || principal.scope === null || canCreate(principal.scope, asked, creating);
    },
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
    of: [...OF_PEOPLE, 'operate'],
    when: ({ principal }) => principal.kind !== 'session',
  },
  {
    // Contract 3.5: "No scoped token may create or modify Actors", nor does a run that one started.
    id: 'scoped-no-actor-write',
    effect: 'forbid',
    of: ['create-actor'],
    when: ({ principal }) => (principal.kind === 'token' || principal.kind === 'run') && principal.scope !== null,
  },
  {
    // +: a stolen, long-open browser must not be able to open the account.
    id: 'fresh-session',
    effect: 'forbid',
    of: NEEDS_FRESH_SESSION,
    when: ({ principal }) => principal.kind === 'session' && !principal.isFresh,
  },
];
