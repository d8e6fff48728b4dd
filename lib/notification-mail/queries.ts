/** Statements on the mail about notifications. The worker alone asks them, for all accounts. */
import { pool } from '../../db/client.ts';
import { listen } from '../../db/listen.ts';
import type { Transaction } from '../../db/transaction.ts';
import { NOTIFICATION_COLUMNS, type NotificationRow } from '../notification/queries.ts';

/** Keeps workers from counting the mails of an account at once. */
const DECISION_LOCK = 7_201_006;
/** Beyond these an account is told in the Console only. */
const MAX_MAILS_PER_HOUR = 20;
/** Of what others can cause as they like, which must leave room for the rest. */
const MAX_SHARE_MAILS_PER_HOUR = 5;
const BATCH_ROWS = 500;

/** Calls back at each new notification, and whenever one may have been missed. */
export const onNotification = (look: () => void) =>
  listen(['gatehouse_notification'], look, async () => {
    look();
  });

/**
 * What a mail is worth sending about. A start that schedules alone asked for, all of which are told not to send mail, stays undecided: something
 * else may ask for it yet. So does what happened to such a schedule itself.
 */
const IS_WORTH_A_MAIL = `(n.kind <> 'start-refused' OR EXISTS (
  SELECT 1 FROM refused_starts f
  WHERE f.account_id = n.account_id AND f.actor_id = n.subject_id AND f.source <> 'session' AND f.last_at >= n.created_at
    AND NOT (f.source = 'schedule' AND EXISTS (SELECT 1 FROM schedules s WHERE s.id = f.source_id AND NOT s.notifies_by_email))
)) AND (n.kind <> 'schedule-refused' OR EXISTS (SELECT 1 FROM schedules s WHERE s.id = n.subject_id AND s.notifies_by_email))`;

/**
 * Whether a mail of the last day has told of the same already. An Actor's developer can change its level back and forth, which ends what the
 * account was told and begins it anew; a mailbox must not be filled by that.
 */
const IS_NEWS = `NOT EXISTS (
  SELECT 1 FROM notifications m
  WHERE m.account_id = n.account_id AND m.kind = n.kind AND m.subject_id = n.subject_id AND m.id <> n.id
    AND m.mail_state <> 'NONE' AND m.mail_decided_at > now() - interval '1 day'
)`;

/**
 * Decides, once for each notification, whether a mail tells of it. Those that wait since more than a day are old news: the server had no mail
 * then. Returns the ids of those that are to be mailed, and whether there may be more to decide.
 */
export async function decideOnMails(tx: Transaction): Promise<{ ids: string[]; isMore: boolean }> {
  await tx.client.query('SELECT pg_advisory_xact_lock($1)', [DECISION_LOCK]);
  const { rows } = await tx.client.query<{ id: string; mailState: string }>(
    `WITH waiting AS (
       SELECT n.id, n.account_id, n.created_at, n.kind = 'shared' AS is_share, a.notifies_by_email AND a.disabled_at IS NULL AND ${IS_NEWS} AS is_wanted
       FROM notifications n JOIN accounts a ON a.id = n.account_id
       WHERE n.mail_state IS NULL AND n.read_at IS NULL AND n.closed_at IS NULL AND n.last_at > now() - interval '1 day' AND ${IS_WORTH_A_MAIL}
       ORDER BY n.last_at LIMIT ${BATCH_ROWS} FOR NO KEY UPDATE OF n SKIP LOCKED
     ), ranked AS (
       SELECT w.id, w.is_wanted, w.is_share, row_number() OVER (PARTITION BY w.account_id, w.is_wanted, w.is_share ORDER BY w.created_at, w.id) + (
         SELECT count(*) FROM notifications m
         WHERE m.account_id = w.account_id AND m.mail_state <> 'NONE' AND m.mail_decided_at > now() - interval '1 hour'
           AND (m.kind = 'shared') = w.is_share
       ) AS rank FROM waiting w
     )
     UPDATE notifications n SET mail_decided_at = now(),
       mail_state = CASE WHEN r.is_wanted AND r.rank <= CASE WHEN r.is_share THEN ${MAX_SHARE_MAILS_PER_HOUR} ELSE ${MAX_MAILS_PER_HOUR} END THEN 'WAITING' ELSE 'NONE' END
     FROM ranked r WHERE r.id = n.id RETURNING n.id, n.mail_state AS "mailState"`,
  );
  return {
    ids: rows.flatMap(({ id, mailState }) => (mailState === 'WAITING' ? [id] : [])),
    isMore: rows.length === BATCH_ROWS,
  };
}

/** A notification whose mail is still to be sent, with who gets it; null where nobody wants it any more. */
export async function selectToMail(id: string): Promise<(NotificationRow & { email: string }) | null> {
  const { rows } = await pool().query<NotificationRow & { email: string }>(
    `SELECT ${NOTIFICATION_COLUMNS}, a.email FROM notifications n JOIN accounts a ON a.id = n.account_id
     WHERE n.id = $1 AND n.mail_state = 'WAITING' AND n.read_at IS NULL AND n.closed_at IS NULL AND a.disabled_at IS NULL AND a.notifies_by_email`,
    [id],
  );
  return rows[0] ?? null;
}

export async function saveMailState(id: string, state: 'SENT' | 'FAILED' | 'NONE'): Promise<void> {
  await pool().query(
    `UPDATE notifications SET mail_state = $2, mailed_at = CASE WHEN $2 = 'SENT' THEN now() END WHERE id = $1 AND mail_state = 'WAITING'`,
    [id, state],
  );
}
