/** Statements on notifications. They decide nothing. */
import { pool } from '../../db/client.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { AuthorizedAccount } from '../authorization/authorize.ts';
import type { PageKey } from '../paging.ts';
import type { NotificationKind, StartSource } from '../vocabulary.ts';
import type { NotedActor, NotedResource } from './seen.ts';

type Reading = AuthorizedAccount<'read-notifications'>;

/** What asked for a start that was refused. `name`: of the token, the schedule or the webhook; null where there is none any more. */
export interface NotedSource {
  source: Exclude<StartSource, 'session'>;
  sourceId: string;
  count: number;
  name: string | null;
  /** Of a run: its Actor. */
  actor: NotedActor | null;
}

export interface NotificationRow {
  id: string;
  accountId: string;
  kind: NotificationKind;
  subjectId: string;
  /** The subject, where it is one and still there. */
  actor: NotedActor | null;
  webhook: { description: string | null; requestUrl: string } | null;
  schedule: { title: string } | null;
  /** What a schedule could not do; null for other kinds. `actor`: whose start was refused. */
  refusal: { errorType: string; isTask: boolean; actor: NotedActor | null } | null;
  /** What was shared, and the username of who did; null where it has been deleted, and for other kinds. */
  shared: (NotedResource & { giver: string | null }) | null;
  /** The latest of those that were refused since it was opened, and how many there are. */
  sources: NotedSource[];
  sourceCount: number;
  /** What the developer said about the last change of the Actor's level. */
  reason: string | null;
  count: number;
  createdAt: Date;
  lastAt: Date;
  readAt: Date | null;
}

const SHOWN_SOURCES = 3;

const actorOf = (id: string) => `(SELECT json_build_object(
    'id', k.id, 'ownerId', kr.owner_id, 'username', ko.username, 'name', kr.name, 'title', k.title, 'isPublic', k.is_public,
    'level', k.permission_level, 'permissions', (SELECT g.permissions FROM grants g WHERE g.resource_id = k.id AND g.account_id = n.account_id
      AND (g.expires_at IS NULL OR g.expires_at > now())))
  FROM actors k JOIN resources kr ON kr.id = k.id JOIN accounts ko ON ko.id = kr.owner_id WHERE k.id = ${id})`;

const SHARED = `(SELECT json_build_object(
    'kind', r.kind, 'id', r.id, 'ownerId', r.owner_id, 'name', r.name, 'title', coalesce(k.title, t.title, s.title), 'buildActorId', b.actor_id,
    'permissions', (SELECT g.permissions FROM grants g WHERE g.resource_id = r.id AND g.account_id = n.account_id
      AND (g.expires_at IS NULL OR g.expires_at > now())),
    'giver', (SELECT a.username FROM accounts a WHERE a.id = n.data->>'giverId'))
  FROM resources r LEFT JOIN actors k ON k.id = r.id LEFT JOIN tasks t ON t.id = r.id LEFT JOIN schedules s ON s.id = r.id
    LEFT JOIN builds b ON b.id = r.id WHERE r.id = n.subject_id)`;

const SOURCES = `FROM refused_starts f WHERE n.kind = 'start-refused' AND f.account_id = n.account_id AND f.actor_id = n.subject_id
  AND f.source <> 'session' AND f.last_at >= n.created_at`;

/** Columns of `NotificationRow`, of a notification `n`. */
export const NOTIFICATION_COLUMNS = `n.id, n.account_id AS "accountId", n.kind, n.subject_id AS "subjectId", n.count, n.created_at AS "createdAt",
  n.last_at AS "lastAt", n.read_at AS "readAt",
  CASE WHEN n.subject_kind = 'actor' AND n.kind <> 'shared' THEN ${actorOf('n.subject_id')} END AS actor,
  CASE WHEN n.subject_kind = 'webhook' THEN
    (SELECT json_build_object('description', w.description, 'requestUrl', w.request_url) FROM webhooks w
     WHERE w.id = n.subject_id AND w.account_id = n.account_id) END AS webhook,
  CASE WHEN n.subject_kind = 'schedule' THEN
    (SELECT json_build_object('title', coalesce(nullif(s.title, ''), r.name)) FROM schedules s JOIN resources r ON r.id = s.id
     WHERE s.id = n.subject_id AND s.account_id = n.account_id) END AS schedule,
  CASE WHEN n.kind = 'shared' THEN ${SHARED} END AS shared,
  CASE WHEN n.kind = 'schedule-refused' THEN json_build_object('errorType', n.data->>'errorType', 'isTask', (n.data->>'isTask')::boolean,
    'actor', ${actorOf("n.data->>'actorId'")}) END AS refusal,
  (SELECT coalesce(json_agg(s), '[]') FROM (
    SELECT f.source, f.source_id AS "sourceId", f.count,
      CASE f.source WHEN 'token' THEN (SELECT t.description FROM tokens t WHERE t.id = f.source_id)
        WHEN 'schedule' THEN (SELECT coalesce(nullif(s.title, ''), r.name) FROM schedules s JOIN resources r ON r.id = s.id WHERE s.id = f.source_id)
        WHEN 'webhook' THEN (SELECT nullif(w.description, '') FROM webhooks w WHERE w.id = f.source_id) END AS name,
      CASE WHEN f.source = 'run' THEN ${actorOf('(SELECT u.actor_id FROM runs u WHERE u.id = f.source_id)')} END AS actor
    ${SOURCES} ORDER BY f.last_at DESC, f.source_id LIMIT ${SHOWN_SOURCES}) s) AS sources,
  (SELECT count(*) ${SOURCES}) AS "sourceCount",
  CASE WHEN n.kind = 'approval-ended' THEN
    (SELECT c.reason FROM level_changes c WHERE c.actor_id = n.subject_id ORDER BY c.level_epoch DESC LIMIT 1) END AS reason`;

/** A page of those that are open, the latest first. */
export async function selectNotifications(
  { account }: Reading,
  { onlyUnread, after, limit }: { onlyUnread: boolean; after?: PageKey | undefined; limit: number },
): Promise<NotificationRow[]> {
  const { rows } = await pool().query<NotificationRow>(
    `SELECT ${NOTIFICATION_COLUMNS} FROM notifications n
     WHERE n.account_id = $1 AND n.closed_at IS NULL ${onlyUnread ? 'AND n.read_at IS NULL' : ''}
       ${after ? 'AND (n.last_at, n.id) < ($3::timestamptz, $4::text)' : ''}
     ORDER BY n.last_at DESC, n.id DESC LIMIT $2`,
    [account.id, limit, ...(after ? [after.createdAt, after.id] : [])],
  );
  return rows;
}

/** Counted no further than anybody would read. */
const MAX_COUNTED = 100;

export async function countUnreadNotifications({ account }: Reading): Promise<number> {
  const { rows } = await pool().query<{ count: number }>(
    `SELECT count(*) AS count FROM (
       SELECT 1 FROM notifications WHERE account_id = $1 AND read_at IS NULL AND closed_at IS NULL LIMIT ${MAX_COUNTED}
     ) AS counted`,
    [account.id],
  );
  return rows[0]?.count ?? 0;
}

/** Returns whether the account has it. */
export async function setRead(tx: Transaction, { account }: Reading, id: string): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    'UPDATE notifications SET read_at = coalesce(read_at, now()) WHERE account_id = $1 AND id = $2',
    [account.id, id],
  );
  return rowCount === 1;
}

export async function setAllRead(tx: Transaction, { account }: Reading, until: Date): Promise<void> {
  await tx.client.query(
    'UPDATE notifications SET read_at = now() WHERE account_id = $1 AND read_at IS NULL AND closed_at IS NULL AND created_at <= $2',
    [account.id, until],
  );
}

/** Returns whether the account has it. */
export async function setClosed(tx: Transaction, { account }: Reading, id: string): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    'UPDATE notifications SET closed_at = coalesce(closed_at, now()) WHERE account_id = $1 AND id = $2',
    [account.id, id],
  );
  return rowCount === 1;
}
