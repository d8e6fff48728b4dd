/** Statements of the workers that fire schedules. What is started, and whether it may be, `startRun` decides for the schedule itself. */
import { eq } from 'drizzle-orm';
import { db, pool } from '../../db/client.ts';
import { FIRING_QUEUE, JOB_SCHEMA } from '../../db/job-queue.ts';
import { type ScheduleAction, scheduleFirings, scheduleLog, schedules } from '../../db/schema/schedule.ts';
import type { Transaction } from '../../db/transaction.ts';
import { createId } from '../ids.ts';
import { sendJob } from '../job-queue/queries.ts';

export type { ScheduleAction };
export type NewLogLine = Omit<typeof scheduleLog.$inferInsert, 'sequence' | 'createdAt'>;

/** A schedule whose time has come. `now`: by the clock of the database, which all workers share. */
export interface DueSchedule {
  id: string;
  accountId: string;
  cronExpression: string;
  timezone: string;
  nextRunAt: Date;
  now: Date;
}

/** Takes schedules whose time has come, the longest due first; what another worker has just taken is passed over. */
export async function takeDue(tx: Transaction, limit: number): Promise<DueSchedule[]> {
  const { rows } = await tx.client.query<DueSchedule>({
    name: 'take-due-schedules',
    text: `SELECT s.id, s.account_id AS "accountId", s.cron_expression AS "cronExpression", s.timezone, s.next_run_at AS "nextRunAt", clock_timestamp() AS now
      FROM schedules s JOIN accounts a ON a.id = s.account_id
      WHERE s.is_enabled AND s.next_run_at <= clock_timestamp() AND a.disabled_at IS NULL
      ORDER BY s.next_run_at LIMIT $1 FOR NO KEY UPDATE OF s SKIP LOCKED`,
    values: [limit],
  });
  return rows;
}

/** How long it is until the next schedule is due; null where none waits for a time to come. */
export async function millisToNext(): Promise<number | null> {
  const { rows } = await pool().query<{ millis: number | null }>({
    name: 'millis-to-next-schedule',
    text: `SELECT (extract(epoch FROM min(next_run_at) - clock_timestamp()) * 1000)::float AS millis
      FROM schedules WHERE is_enabled AND next_run_at > clock_timestamp()`,
  });
  return rows[0]?.millis ?? null;
}

/** `nextRunAt` null: it never fires again by itself. */
export async function moveOn(tx: Transaction, id: string, nextRunAt: Date | null): Promise<void> {
  await tx.db.update(schedules).set({ nextRunAt }).where(eq(schedules.id, id));
}

/** The time of a firing of the schedule that has not come to its end; null if there is none. */
export async function selectUnfinishedFiring(tx: Transaction, scheduleId: string): Promise<Date | null> {
  const { rows } = await tx.client.query<{ scheduledAt: Date }>(
    `SELECT scheduled_at AS "scheduledAt" FROM schedule_firings WHERE schedule_id = $1 AND finished_at IS NULL LIMIT 1`,
    [scheduleId],
  );
  return rows[0]?.scheduledAt ?? null;
}

/** What is entered has a job from its first moment on; where that has ended without it, workers were lost over it too often. */
export async function endForsakenFirings(): Promise<void> {
  await pool().query(
    `WITH forsaken AS (
       UPDATE schedule_firings f SET finished_at = now()
       WHERE f.finished_at IS NULL AND f.created_at < now() - interval '1 minute' AND NOT EXISTS (
         SELECT 1 FROM ${JOB_SCHEMA}.job j
         WHERE j.name = '${FIRING_QUEUE}' AND j.data->>'firingId' = f.id AND j.state < 'completed'
       )
       RETURNING f.id, f.schedule_id, f.scheduled_at
     )
     INSERT INTO schedule_log (schedule_id, firing_id, level, message)
     SELECT schedule_id, id, 'ERROR', 'Gave up the firing of ' || to_char(scheduled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
       || ': it was interrupted too often' FROM forsaken`,
  );
}

/**
 * Enters a firing with the work that it is; null where this time has been fired already. What an account has waiting already comes before it,
 * and what others have waiting less of comes first: however many schedules one account has, those of the others do not wait for all of them.
 */
export async function enterFiring(
  tx: Transaction,
  { id: scheduleId, accountId }: Pick<DueSchedule, 'id' | 'accountId'>,
  scheduledAt: Date,
): Promise<string | null> {
  const id = createId();
  const inserted = await tx.db
    .insert(scheduleFirings)
    .values({ id, scheduleId, scheduledAt })
    .onConflictDoNothing()
    .returning({ id: scheduleFirings.id });
  if (inserted.length === 0) return null;
  await tx.db.update(schedules).set({ lastRunAt: scheduledAt }).where(eq(schedules.id, scheduleId));
  const { rows } = await tx.client.query<{ waiting: number }>(
    `SELECT count(*) AS waiting FROM schedules s JOIN schedule_firings f ON f.schedule_id = s.id AND f.finished_at IS NULL
     WHERE s.account_id = $1 AND f.id <> $2`,
    [accountId, id],
  );
  await sendJob(tx, FIRING_QUEUE, { firingId: id }, { priority: -(rows[0]?.waiting ?? 0) });
  return id;
}

export async function writeLog(line: NewLogLine, tx?: Transaction): Promise<void> {
  await (tx?.db ?? db()).insert(scheduleLog).values(line);
}

/** What a schedule could not do. `errorType`: of the refusal; `actorId`: whose start was refused, where its account may know it. */
export interface Refusal {
  errorType: string;
  actorId: string | null;
  isTask: boolean;
}

/**
 * Tells the account of a schedule that it could not do what it is there for. There is one notification for each schedule, which is unread again
 * where something else is wrong than before.
 */
export async function tellRefusal(tx: Transaction, scheduleId: string, refusal: Refusal): Promise<void> {
  await tx.client.query(
    `INSERT INTO notifications (id, account_id, kind, subject_kind, subject_id, data)
     SELECT $1, s.account_id, 'schedule-refused', 'schedule', s.id, $3::jsonb FROM schedules s WHERE s.id = $2
     ON CONFLICT (account_id, kind, subject_id) WHERE closed_at IS NULL
       DO UPDATE SET count = notifications.count + 1, last_at = now(), data = excluded.data,
         read_at = CASE WHEN notifications.data = excluded.data THEN notifications.read_at END`,
    [createId(), scheduleId, JSON.stringify(refusal)],
  );
}

/** A firing with what it starts, as the schedule has it now. */
export interface Firing {
  id: string;
  scheduleId: string;
  scheduledAt: Date;
  finishedAt: Date | null;
  accountId: string;
  actions: ScheduleAction[];
  isExclusive: boolean;
}

/** null where it, or its schedule, has been deleted. */
export async function selectFiring(id: string): Promise<Firing | null> {
  const { accountId, actions, isExclusive } = schedules;
  const [firing] = await db()
    .select({
      ...{ id: scheduleFirings.id, scheduleId: schedules.id, scheduledAt: scheduleFirings.scheduledAt },
      ...{ finishedAt: scheduleFirings.finishedAt, accountId, actions, isExclusive },
    })
    .from(scheduleFirings)
    .innerJoin(schedules, eq(schedules.id, scheduleFirings.scheduleId))
    .where(eq(scheduleFirings.id, id));
  return firing ?? null;
}

/** The actions that a firing has dealt with: a firing that was broken off goes on with the others. */
export async function selectDone({ id, scheduleId }: Firing): Promise<Set<string>> {
  const { rows } = await pool().query<{ actionId: string }>(
    `SELECT action_id AS "actionId" FROM schedule_log WHERE schedule_id = $1 AND firing_id = $2 AND action_id IS NOT NULL`,
    [scheduleId, id],
  );
  return new Set(rows.map(({ actionId }) => actionId));
}

/** The run that a firing has started with a key; null if it has none. */
export async function selectStartedRun({ accountId }: Firing, startKey: string): Promise<string | null> {
  const { rows } = await pool().query<{ id: string }>('SELECT id FROM runs WHERE account_id = $1 AND start_key = $2', [
    accountId,
    startKey,
  ]);
  return rows[0]?.id ?? null;
}

/** A run that an earlier firing has started by this action, and that has not finished; null if there is none. */
export async function selectUnfinishedRun({ id, scheduleId }: Firing, actionId: string): Promise<string | null> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT u.id FROM runs u WHERE u.finished_at IS NULL AND u.cause->>'scheduleId' = $1
       AND split_part(u.start_key, ':', 2) = $2 AND split_part(u.start_key, ':', 1) <> $3 LIMIT 1`,
    [scheduleId, actionId, id],
  );
  return rows[0]?.id ?? null;
}

/** The Actor that an Actor or a task is; null if there is no such thing any more. */
export async function selectActorOf(id: string): Promise<string | null> {
  const { rows } = await pool().query<{ actorId: string }>(
    'SELECT coalesce(t.actor_id, r.id) AS "actorId" FROM resources r LEFT JOIN tasks t ON t.id = r.id WHERE r.id = $1',
    [id],
  );
  return rows[0]?.actorId ?? null;
}

/** So many lines are kept of each schedule, and firings as long. */
const KEPT_LINES = 1_000;

/** Marks a firing as done, and forgets what is too old to be of use. One that was refused nothing ends what its account was told. */
export async function finishFiring({ id, scheduleId, accountId }: Firing): Promise<void> {
  await pool().query('UPDATE schedule_firings SET finished_at = now() WHERE id = $1', [id]);
  await pool().query(
    `UPDATE notifications SET closed_at = now()
     WHERE account_id = $1 AND kind = 'schedule-refused' AND subject_id = $2 AND closed_at IS NULL
       AND EXISTS (SELECT 1 FROM schedule_log WHERE schedule_id = $2 AND firing_id = $3 AND level = 'INFO' AND run_id IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM schedule_log WHERE schedule_id = $2 AND firing_id = $3 AND level = 'ERROR')`,
    [accountId, scheduleId, id],
  );
  await pool().query(
    `DELETE FROM schedule_log WHERE schedule_id = $1 AND sequence <=
       (SELECT sequence FROM schedule_log WHERE schedule_id = $1 ORDER BY sequence DESC OFFSET ${KEPT_LINES} LIMIT 1)`,
    [scheduleId],
  );
  await pool().query(
    `DELETE FROM schedule_firings WHERE schedule_id = $1 AND finished_at < now() - interval '7 days'`,
    [scheduleId],
  );
}

/** Firings of one schedule do not run side by side: the second looks at what the first has started. */
export async function whileAlone(scheduleId: string, work: () => Promise<void>): Promise<void> {
  const client = await pool().connect();
  let broken: Error | undefined;
  try {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 7201005))', [scheduleId]);
    try {
      await work();
    } finally {
      await client
        .query('SELECT pg_advisory_unlock(hashtextextended($1, 7201005))', [scheduleId])
        .catch((error: Error) => {
          broken = error;
        });
    }
  } finally {
    client.release(broken);
  }
}
