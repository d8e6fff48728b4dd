/** Every path of the Console is made here. Pure, so that components in the browser may use it; see `urls.ts` for whole addresses. */
import { isStorageKind, type ResourceKind, STORAGE_COLLECTIONS, type StorageKind } from './vocabulary.ts';

/** Console addresses, relative to the Console's origin. */
export const consolePath = {
  home: () => '/',
  signIn: (returnTo?: string) => `/sign-in${returnTo ? `?returnTo=${encodeURIComponent(returnTo)}` : ''}`,
  signUp: (invitation?: string) => `/sign-up${invitation ? `?invitation=${encodeURIComponent(invitation)}` : ''}`,
  storages: (kind: StorageKind, query: StoragesQuery = {}) =>
    `/storage/${STORAGE_COLLECTIONS[kind]}${queryText(query)}`,
  /** `idOrName`: an id, or `username~name`. */
  storage: (kind: StorageKind, idOrName: string, query: StorageQuery = {}) =>
    `/storage/${STORAGE_COLLECTIONS[kind]}/${encodeURIComponent(idOrName)}${queryText(query)}`,
  datasetExport: (id: string, query: Record<string, string | undefined>) =>
    `/storage/datasets/${id}/export${queryText(query)}`,
  /** A record's bytes. The key is no part of the path: browsers take `.` and `..` for folders there. */
  recordFile: (storeId: string, key: string) => `/storage/key-value-stores/${storeId}/record${queryText({ key })}`,
  /** All records as one ZIP file. */
  recordsFile: (storeId: string, query: { prefix?: string | undefined; collection?: string | undefined }) =>
    `/storage/key-value-stores/${storeId}/records${queryText(query)}`,
  store: (query: StoreQuery = {}) => `/store${queryText(query)}`,
  actors: (query: ActorsQuery = {}) => `/actors${queryText(query)}`,
  /** `idOrName`: an id, or `username~name`. */
  actor: (idOrName: string, query: ActorQuery = {}) => `/actors/${encodeURIComponent(idOrName)}${queryText(query)}`,
  runs: (query: RunsQuery = {}) => `/runs${queryText(query)}`,
  /** Runs have addresses below that of all Actors, as the documented links to them do. */
  run: (id: string, query: RunQuery = {}) => `/actors/runs/${encodeURIComponent(id)}${queryText(query)}`,
  /** What of it changes while it runs, as JSON. */
  runNow: (id: string) => `/actors/runs/${encodeURIComponent(id)}/now`,
  /** The version of a list of runs, as JSON. */
  runsNow: (query: RunsQuery = {}) => `/runs/now${queryText(query)}`,
  /** What it prints, as a stream of events; with `raw`, as a file. */
  runLog: (id: string, query: { raw?: '1' } = {}) => `/actors/runs/${encodeURIComponent(id)}/log${queryText(query)}`,
  build: (actorId: string, id: string) => `/actors/${encodeURIComponent(actorId)}/builds/${encodeURIComponent(id)}`,
  buildLog: (actorId: string, id: string, query: { raw?: '1' } = {}) =>
    `/actors/${encodeURIComponent(actorId)}/builds/${encodeURIComponent(id)}/log${queryText(query)}`,
  /** Where a resource of any kind is shown; null for a build, whose address names its Actor too. */
  resource: (kind: ResourceKind, id: string): string | null => {
    if (isStorageKind(kind)) return consolePath.storage(kind, id);
    const { run, actor, task, schedule, webhook } = consolePath;
    return { run, actor, task, schedule, webhook, build: () => null }[kind](id);
  },
  tasks: (query: TasksQuery = {}) => `/tasks${queryText(query)}`,
  /** `idOrName`: an id, or `username~name`. */
  task: (idOrName: string, query: TaskQuery = {}) => `/tasks/${encodeURIComponent(idOrName)}${queryText(query)}`,
  schedules: (query: SchedulesQuery = {}) => `/schedules${queryText(query)}`,
  schedule: (idOrName: string, query: ScheduleQuery = {}) =>
    `/schedules/${encodeURIComponent(idOrName)}${queryText(query)}`,
  /** When a cadence fires next, as JSON. */
  scheduleFirings: (query: { cron?: string; timezone?: string } = {}) => `/schedules/firings${queryText(query)}`,
  webhooks: (query: WebhooksQuery = {}) => `/webhooks${queryText(query)}`,
  webhook: (id: string, query: WebhookQuery = {}) => `/webhooks/${encodeURIComponent(id)}${queryText(query)}`,
  notifications: (query: NotificationsQuery = {}) => `/notifications${queryText(query)}`,
  /** How many are unread, as JSON. */
  notificationsNow: () => '/notifications/now',
  approvals: (query: ApprovalsQuery = {}) => `/settings/approvals${queryText(query)}`,
  access: (query: AccessQuery = {}) => `/access${queryText(query)}`,
  account: () => '/settings/account',
  security: (query: SecurityQuery = {}) => `/settings/security${queryText(query)}`,
  integrations: (query: IntegrationsQuery = {}) => `/settings/integrations${queryText(query)}`,
  audit: (query: AuditQuery = {}) => `/settings/audit${queryText(query)}`,
  auditExport: (query: AuditQuery & { format: 'csv' | 'jsonl' }) => `/settings/audit/export${queryText(query)}`,
  workers: () => '/operator/workers',
  people: (query: PeopleQuery = {}) => `/operator/people${queryText(query)}`,
};

/** The filter of the list of public Actors; see `listStoreRows`. */
export interface StoreQuery {
  search?: string | undefined;
  category?: string | undefined;
  level?: string | undefined;
  sortBy?: string | undefined;
  /** Counted from 0. */
  page?: string | undefined;
}

export interface ActorsQuery {
  search?: string | undefined;
  ownership?: string | undefined;
  after?: string | undefined;
  dialog?: 'new' | undefined;
}

export interface ActorQuery {
  /** Absent for the input. */
  tab?: 'information' | 'runs' | 'tasks' | 'builds' | 'source' | 'webhooks' | 'access' | 'settings' | undefined;
  dialog?: 'share' | 'delete' | 'api' | 'revoke-approval' | 'publish' | undefined;
  /** Of the sources: which version. */
  version?: string | undefined;
  /** Opens the question whether the Actor may run with full permissions. A page that is opened never answers it. */
  approvePermissions?: 'true' | undefined;
  /** Says how the Actor stands, after the question was answered. */
  answered?: 'true' | undefined;
  /** Of the input: what the run is to get, chosen beforehand. */
  level?: 'limited' | undefined;
  /** Of the input: the id of a run whose input and options are filled in. */
  inputOf?: string | undefined;
  after?: string | undefined;
}

export interface TasksQuery {
  search?: string | undefined;
  ownership?: string | undefined;
  after?: string | undefined;
  dialog?: 'new' | undefined;
  /** Of a new task: its Actor. */
  actor?: string | undefined;
}

export interface TaskQuery {
  /** Absent for the input. */
  tab?: 'runs' | 'webhooks' | 'access' | 'settings' | undefined;
  dialog?: 'share' | 'delete' | undefined;
  after?: string | undefined;
}

export interface SchedulesQuery {
  search?: string | undefined;
  ownership?: string | undefined;
  after?: string | undefined;
  dialog?: 'new' | undefined;
}

export interface ScheduleQuery {
  /** Absent for what it starts. */
  tab?: 'log' | 'access' | 'settings' | undefined;
  dialog?: 'share' | 'delete' | 'add-target' | 'edit-target' | undefined;
  /** The id of the action that is edited. */
  target?: string | undefined;
  after?: string | undefined;
}

export interface WebhooksQuery {
  after?: string | undefined;
  dialog?: 'new' | undefined;
  /** Of a new webhook: the Actor or the task whose events it waits for. */
  actor?: string | undefined;
  task?: string | undefined;
}

export interface WebhookQuery {
  /** Absent for what it sent. */
  tab?: 'settings' | undefined;
  dialog?: 'delete' | undefined;
  after?: string | undefined;
  /** The id of the dispatch that is shown. */
  dispatch?: string | undefined;
}

export interface NotificationsQuery {
  /** Absent for all that are open. */
  show?: 'unread' | undefined;
  after?: string | undefined;
}

export interface ApprovalsQuery {
  /** Why an Actor may run with full permissions. */
  why?: string | undefined;
  after?: string | undefined;
  /** The id of the Actor whose approval is about to be revoked. */
  revoke?: string | undefined;
}

export interface RunsQuery {
  /** The id of an Actor. */
  actor?: string | undefined;
  /** The id of a task. */
  task?: string | undefined;
  status?: string | undefined;
  origin?: string | undefined;
  level?: string | undefined;
  after?: string | undefined;
  dialog?: 'bulk-abort' | undefined;
  /** Chosen for a dialog about several at once. */
  id?: string | string[] | undefined;
}

export interface RunQuery {
  /** Absent for the log while it runs, and the output after. `use`: what its token did. */
  tab?: 'log' | 'output' | 'input' | 'storage' | 'access' | 'use' | undefined;
  /** Says what came of the answer that it was started with. */
  answered?: 'true' | undefined;
  /** Of the items in its output: the position of the first. */
  offset?: string | undefined;
  dialog?: 'share' | 'abort' | 'resurrect' | 'approve' | 'delete' | undefined;
}

export interface StoragesQuery {
  search?: string | undefined;
  /** `1` shows those without a name too. */
  unnamed?: string | undefined;
  ownership?: string | undefined;
  /** The key of the page; see `listStorageRows`. */
  after?: string | undefined;
  dialog?: 'new' | BulkDialog | undefined;
  /** Chosen for a dialog about several at once. */
  id?: string | string[] | undefined;
}

export type BulkDialog = 'bulk-share' | 'bulk-access' | 'bulk-delete';

/** `tab` is absent for the content: items, records or requests. */
export interface StorageQuery {
  tab?: 'access' | 'settings' | undefined;
  /** Of a dataset's items: the position of the first. */
  offset?: string | undefined;
  /** Of a store's records: the key that the page goes on after, how the shown keys begin, and which collection of the schema they are of. */
  after?: string | undefined;
  prefix?: string | undefined;
  collection?: string | undefined;
  /** The key of the record that is shown. */
  record?: string | undefined;
  /** Of a queue's requests. */
  cursor?: string | undefined;
  filter?: string | undefined;
  /** The id of the request that is shown. */
  request?: string | undefined;
  dialog?: 'share' | 'export' | 'delete' | 'end-links' | 'upload' | 'add-request' | 'link' | undefined;
  /** The key of the record, or the id of the request, that is about to be deleted. */
  delete?: string | undefined;
}

/** The filter of the list of links and grants; see `lib/access-hub`. */
export interface AccessQuery {
  /** Absent for links. */
  tab?: 'people' | undefined;
  kind?: string | undefined;
  state?: string | undefined;
  search?: string | undefined;
  /** The id of the one storage that is asked about. */
  resource?: string | undefined;
  /** The key of the page. */
  after?: string | undefined;
  dialog?: 'end-links' | 'end-grants' | undefined;
}

export interface SecurityQuery {
  /** `1`: the preview comes with the page instead of after it. */
  preview?: '1' | undefined;
}

export interface IntegrationsQuery {
  dialog?: 'new-token' | undefined;
  /** The token that is about to be deleted. */
  delete?: string | undefined;
}

/** The filter of the audit trail; see `auditFilterInput`. */
export interface AuditQuery {
  event?: string | undefined;
  resource?: string | undefined;
  username?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** The sequence that the page goes on before. */
  before?: string | undefined;
}

export interface PeopleQuery {
  page?: string | undefined;
  /** The username of who is about to be disabled, or enabled. */
  disable?: string | undefined;
  enable?: string | undefined;
}

function queryText(query: object): string {
  const given = Object.entries(query)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, one]))
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '');
  return given.length > 0 ? `?${new URLSearchParams(given)}` : '';
}

/**
 * The path to return to after sign-in, or null if it leads elsewhere. Only a path of this origin passes: `//host`, `/\host`, control
 * characters and the sign-in pages themselves (a loop) do not.
 */
export function safeReturnTo(text: string | null | undefined): string | null {
  if (!text?.startsWith('/') || text.length > 2_000) return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop control characters, and "/\t/host" would become "//host".
  if (/[\u0000-\u001f\\]/.test(text) || text.startsWith('//')) return null;
  const base = 'http://origin.invalid';
  const url = URL.canParse(text, base) ? new URL(text, base) : null;
  if (url?.origin !== base || url.pathname.startsWith('//')) return null;
  if (/^\/sign-(in|up)(\/|$)/.test(url.pathname)) return null;
  return url.pathname + url.search + url.hash;
}
