/**
 * The words of the product, spelled as the API spells them. Everything that stores, sends or shows one of these imports it from here.
 */

/** Kinds of resources that have an owner and a general access. */
export const RESOURCE_KINDS = ['dataset'] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

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
  'resource.general-access-changed',
  'grant.created',
  'grant.changed',
  'grant.removed',
  'link.created',
  'link.revoked',
  'link.all-ended',
] as const;
export type AuditEvent = (typeof AUDIT_EVENTS)[number];
