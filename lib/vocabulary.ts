/**
 * The words of the product, spelled as the API spells them. Everything that stores, sends or shows one of these imports it from here.
 */

/** Kinds of storages. */
export const STORAGE_KINDS = ['dataset', 'key-value-store', 'request-queue'] as const;
export type StorageKind = (typeof STORAGE_KINDS)[number];

/** Kinds of resources that have an owner, and of which others can be given rights. */
export const RESOURCE_KINDS = [...STORAGE_KINDS, 'run', 'build', 'actor', 'task', 'schedule', 'webhook'] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

export const isStorageKind = (kind: ResourceKind): kind is StorageKind =>
  (STORAGE_KINDS as readonly ResourceKind[]).includes(kind);

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

export const RESOURCE_WORDS = {
  ...STORAGE_WORDS,
  run: 'run',
  build: 'build',
  actor: 'Actor',
  task: 'task',
  schedule: 'schedule',
  webhook: 'webhook',
} as const satisfies Record<ResourceKind, string>;

/** What an Actor may do in the account that runs it. An Actor that declares none counts as full. Source: Actor permissions. */
export const PERMISSION_LEVELS = ['LIMITED_PERMISSIONS', 'FULL_PERMISSIONS'] as const;
export type PermissionLevel = (typeof PERMISSION_LEVELS)[number];

/** How a run or a build stands. The first two are those of work to be done, the last four are final. */
export const JOB_STATUSES = [
  'READY',
  'RUNNING',
  'TIMING-OUT',
  'ABORTING',
  'SUCCEEDED',
  'FAILED',
  'TIMED-OUT',
  'ABORTED',
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export const FINAL_STATUSES = ['SUCCEEDED', 'FAILED', 'TIMED-OUT', 'ABORTED'] as const satisfies readonly JobStatus[];
export const isFinal = (status: JobStatus): boolean => (FINAL_STATUSES as readonly JobStatus[]).includes(status);

/** Where a run or a build was started from. Source: the official description, `RunOrigin`. */
export const JOB_ORIGINS = [
  'DEVELOPMENT',
  'WEB',
  'API',
  'SCHEDULER',
  'TEST',
  'WEBHOOK',
  'ACTOR',
  'CLI',
  'STANDBY',
  'CI',
  'MCP',
  'APIFY_AI',
] as const;
export type JobOrigin = (typeof JOB_ORIGINS)[number];

/** Where the sources of an Actor's version are. Source: the official description, `VersionSourceType`. */
export const SOURCE_TYPES = ['SOURCE_FILES', 'TARBALL', 'GIT_REPO', 'GITHUB_GIST'] as const;
export type SourceType = (typeof SOURCE_TYPES)[number];

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

/** Those that make sense on each kind: only storages are found by name, an Actor is open by being public, and what starts runs never is. */
export const GENERAL_ACCESS_OF: Record<ResourceKind, readonly GeneralAccess[]> = {
  dataset: GENERAL_ACCESS,
  'key-value-store': GENERAL_ACCESS,
  'request-queue': GENERAL_ACCESS,
  run: GENERAL_ACCESS.filter((level) => level !== 'ANYONE_WITH_NAME_CAN_READ'),
  build: GENERAL_ACCESS.filter((level) => level !== 'ANYONE_WITH_NAME_CAN_READ'),
  actor: [],
  task: [],
  schedule: [],
  webhook: [],
};

/** What an account may choose for everything that follows it. Source: General resource access, "The two following options". */
export const ACCOUNT_GENERAL_ACCESS = ['ANYONE_WITH_ID_CAN_READ', 'RESTRICTED'] as const;
export type AccountGeneralAccess = (typeof ACCOUNT_GENERAL_ACCESS)[number];

/** What following has been resolved to. */
export type EffectiveGeneralAccess = Exclude<GeneralAccess, 'FOLLOW_USER_SETTING'>;

/** Rights that a grant can carry. `WRITE` implies `READ`; `SHARE` is "Manage access rights". Source: contract 5.1. */
export const GRANT_PERMISSIONS = ['READ', 'WRITE', 'RUN', 'BUILD', 'VIEW_OWNER_RUNS', 'SHARE'] as const;
export type GrantPermission = (typeof GRANT_PERMISSIONS)[number];

/** Those that make sense on each kind. */
export const GRANT_PERMISSIONS_OF: Record<ResourceKind, readonly GrantPermission[]> = {
  dataset: ['READ', 'WRITE', 'SHARE'],
  'key-value-store': ['READ', 'WRITE', 'SHARE'],
  'request-queue': ['READ', 'WRITE', 'SHARE'],
  run: ['READ', 'WRITE', 'SHARE'],
  build: ['READ', 'WRITE', 'SHARE'],
  actor: GRANT_PERMISSIONS,
  task: ['READ', 'WRITE', 'VIEW_OWNER_RUNS', 'SHARE'],
  schedule: ['READ', 'WRITE'],
  webhook: [],
};

/** What a webhook can wait for. Source: the official description, `WebhookEventType`. */
export const WEBHOOK_EVENT_TYPES = [
  'ACTOR.RUN.CREATED',
  'ACTOR.RUN.SUCCEEDED',
  'ACTOR.RUN.FAILED',
  'ACTOR.RUN.TIMED_OUT',
  'ACTOR.RUN.ABORTED',
  'ACTOR.RUN.RESURRECTED',
  'ACTOR.BUILD.CREATED',
  'ACTOR.BUILD.SUCCEEDED',
  'ACTOR.BUILD.FAILED',
  'ACTOR.BUILD.TIMED_OUT',
  'ACTOR.BUILD.ABORTED',
  'TEST',
] as const;
export type WebhookEventType = (typeof WEBHOOK_EVENT_TYPES)[number];

/** Source: the official description, `WebhookDispatchStatus`. */
export const DISPATCH_STATUSES = ['ACTIVE', 'SUCCEEDED', 'FAILED'] as const;
export type DispatchStatus = (typeof DISPATCH_STATUSES)[number];

/** What asks for the start of a run. */
export const START_SOURCES = ['session', 'token', 'run', 'schedule', 'webhook'] as const;
export type StartSource = (typeof START_SOURCES)[number];

/** What an account is told of in the Console. */
export const NOTIFICATION_KINDS = [
  'start-refused',
  'approval-ended',
  'webhook-failed',
  'schedule-refused',
  'shared',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** What becomes of the mail about a notification. `NONE`: the Console alone tells of it. `FAILED`: given up. */
export const MAIL_STATES = ['WAITING', 'SENT', 'FAILED', 'NONE'] as const;
export type MailState = (typeof MAIL_STATES)[number];

export const ACCOUNT_KINDS = ['PERSON', 'ORGANIZATION'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** Where a request came from; kept with audit rows. */
export type Via = 'API' | 'CONSOLE' | 'CLI' | 'SCHEDULE';

/** What audit rows are about. The part before the dot is the noun, the part after it what happened. */
export const AUDIT_EVENTS = [
  'account.created',
  'account.disabled',
  'account.enabled',
  'account.profile-changed',
  'account.password-changed',
  'account.general-access-changed',
  'account.link-lifetime-changed',
  'account.run-sharing-changed',
  'account.approval-setting-changed',
  'account.mail-changed',
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
  'run.deleted',
  'dataset.deleted',
  'dataset.renamed',
  'key-value-store.deleted',
  'key-value-store.renamed',
  'request-queue.deleted',
  'request-queue.renamed',
  'actor.created',
  'actor.renamed',
  'actor.deleted',
  'actor.published',
  'actor.unpublished',
  'actor.permission-level-changed',
  'actor-version.created',
  'actor-version.changed',
  'actor-version.variables-changed',
  'actor-version.deleted',
  'approval.given',
  'approval.revoked',
  'approval.ceiling-set',
  'approval.ceiling-removed',
  'build.started',
  'build.deleted',
  'schedule.created',
  'schedule.changed',
  'schedule.deleted',
  'task.renamed',
  'task.deleted',
  'webhook.created',
  'webhook.changed',
  'webhook.deleted',
  'resource.general-access-changed',
  'grant.created',
  'grant.changed',
  'grant.removed',
  'link.created',
  'link.revoked',
  'link.all-ended',
] as const;
export type AuditEvent = (typeof AUDIT_EVENTS)[number];
