/**
 * The words of the product, spelled as the API spells them. Everything that stores, sends or shows one of these imports it from here.
 */

/** Kinds of storages. */
export const STORAGE_KINDS = ['dataset', 'key-value-store', 'request-queue'] as const;
export type StorageKind = (typeof STORAGE_KINDS)[number];

/** Kinds of resources that have an owner and a general access. */
export const RESOURCE_KINDS = STORAGE_KINDS;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

/** The part of an address that stands for all storages of a kind, in the API and in the Console. */
export const STORAGE_COLLECTIONS = {
  dataset: 'datasets',
  'key-value-store': 'key-value-stores',
  'request-queue': 'request-queues',
} as const satisfies Record<StorageKind, string>;

/** What each kind is called in a sentence. */
export const STORAGE_WORDS = {
  dataset: 'dataset',
  'key-value-store': 'key-value store',
  'request-queue': 'request queue',
} as const satisfies Record<StorageKind, string>;

/**
 * Who may read a resource without an explicit grant. Source: General resource access; contract 1.1.
 * `FOLLOW_USER_SETTING` defers to the account.
 */
export const GENERAL_ACCESS = [
  'FOLLOW_USER_SETTING',
  'RESTRICTED',
  'ANYONE_WITH_ID_CAN_READ',
  'ANYONE_WITH_NAME_CAN_READ',
] as const;
export type GeneralAccess = (typeof GENERAL_ACCESS)[number];

/** What an account may choose for everything that follows it. Source: General resource access, "The two following options". */
export const ACCOUNT_GENERAL_ACCESS = ['ANYONE_WITH_ID_CAN_READ', 'RESTRICTED'] as const;
export type AccountGeneralAccess = (typeof ACCOUNT_GENERAL_ACCESS)[number];

/** What following has been resolved to. */
export type EffectiveGeneralAccess = Exclude<GeneralAccess, 'FOLLOW_USER_SETTING'>;

/** Rights that a grant can carry on a storage. `WRITE` implies `READ`; `SHARE` is "Manage access rights". */
export const GRANT_PERMISSIONS = ['READ', 'WRITE', 'SHARE'] as const;
export type GrantPermission = (typeof GRANT_PERMISSIONS)[number];

export const ACCOUNT_KINDS = ['PERSON', 'ORGANIZATION'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** Where a request came from; kept with audit rows. */
export type Via = 'API' | 'CONSOLE' | 'CLI';

/** What audit rows are about. The part before the dot is the noun, the part after it what happened. */
export const AUDIT_EVENTS = [
  'account.created',
  'account.disabled',
  'account.enabled',
  'account.profile-changed',
  'account.password-changed',
  'account.general-access-changed',
  'account.link-lifetime-changed',
  'account.links-ended',
  'account.grants-ended',
  'instance.sign-up-changed',
  'invitation.created',
  'invitation.accepted',
  'invitation.revoked',
  'session.started',
  'session.reauthenticated',
  'session.ended',
  'session.all-others-ended',
  'token.created',
  'token.deleted',
  'dataset.deleted',
  'dataset.renamed',
  'key-value-store.deleted',
  'key-value-store.renamed',
  'request-queue.deleted',
  'request-queue.renamed',
  'resource.general-access-changed',
  'grant.created',
  'grant.changed',
  'grant.removed',
  'link.created',
  'link.revoked',
  'link.all-ended',
] as const;
export type AuditEvent = (typeof AUDIT_EVENTS)[number];
