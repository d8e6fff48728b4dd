import type { NotificationKind, ResourceKind } from '../vocabulary.ts';
import type { NotedSource, NotificationRow } from './queries.ts';
import { isSeenBy, isSharedWith, type NotedActor } from './seen.ts';

/** What the account is told. Names of what it may not see any more are not in it. */
export interface NotificationView {
  id: string;
  kind: NotificationKind;
  /** null where it has been deleted, or the account may not see it, and for what was shared. `name` of an Actor: `username/name`. */
  subject:
    | { kind: 'actor'; id: string; title: string; name: string }
    | { kind: 'webhook' | 'schedule'; id: string; title: string }
    | null;
  /** What a schedule could not start; null for other kinds. `actorTitle`: null where it cannot be told. */
  refusal: { errorType: string; isTask: boolean; actorTitle: string | null } | null;
  /** What was shared with the account, and who did; null where it is not any more, and for other kinds. */
  shared: SharedView | null;
  /** What asked for a start that was refused, the latest first; `more`: how many others there are. */
  sources: SourceView[];
  more: number;
  /** What the Actor's developer said about the change of its level. */
  reason: string | null;
  /** How often it happened, at first and at last. */
  count: number;
  firstAt: Date;
  lastAt: Date;
  isRead: boolean;
}

/** `name`: null for one that has none. `buildActorId`: of a build, its Actor. */
export interface SharedView {
  kind: ResourceKind;
  id: string;
  name: string | null;
  buildActorId: string | null;
  giver: string | null;
}

/** `name`: of the token, the schedule, the webhook, or the Actor of the run; null where it cannot be told. */
export interface SourceView {
  source: NotedSource['source'];
  id: string;
  name: string | null;
  count: number;
}

export function notificationView(row: NotificationRow): NotificationView {
  const subject = subjectOf(row);
  const isTold = subject !== null;
  const { id, kind, count, createdAt: firstAt, lastAt, readAt, sources, sourceCount } = row;
  return {
    ...{ id, kind, subject, refusal: refusalOf(row), shared: sharedOf(row), count, firstAt, lastAt },
    sources: sources.map((source) => sourceView(source, row.accountId)),
    more: sourceCount - sources.length,
    reason: isTold ? row.reason : null,
    isRead: readAt !== null,
  };
}

function subjectOf({ accountId, subjectId, actor, webhook, schedule }: NotificationRow): NotificationView['subject'] {
  if (actor && isSeenBy(accountId, actor)) {
    return { kind: 'actor', id: actor.id, title: titleOf(actor), name: `${actor.username}/${actor.name}` };
  }
  // An address may hold a secret: its host is enough to tell it by.
  if (webhook) return { kind: 'webhook', id: subjectId, title: webhook.description || hostOf(webhook.requestUrl) };
  return schedule && { kind: 'schedule', id: subjectId, title: schedule.title };
}

function refusalOf({ accountId, refusal }: NotificationRow): NotificationView['refusal'] {
  if (!refusal) return null;
  const { errorType, isTask, actor } = refusal;
  return { errorType, isTask, actorTitle: actor && isSeenBy(accountId, actor) ? titleOf(actor) : null };
}

function sharedOf({ accountId, shared }: NotificationRow): SharedView | null {
  if (!shared || !isSharedWith(accountId, shared)) return null;
  const { kind, id, name, title, buildActorId, giver } = shared;
  return { kind, id, name: title || name, buildActorId, giver };
}

const sourceView = ({ source, sourceId, name, count, actor }: NotedSource, accountId: string): SourceView => ({
  ...{ source, id: sourceId, count },
  name: actor ? (isSeenBy(accountId, actor) ? titleOf(actor) : null) : name,
});

const titleOf = ({ title, name }: NotedActor): string => title || name;
const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'an address');
