/** Schedules whose time is in the hands of the test. */
import { pool } from '../../db/client.ts';
import { createSchedule } from '../schedule/create.ts';
import type { ScheduleView } from '../schedule/view.ts';
import { claimDue } from '../schedule-work/claim.ts';
import { fire } from '../schedule-work/fire.ts';
import type { MadeBuild } from './runs.ts';
import type { Person } from './world.ts';

/** One that is on and starts Actors, in a year that no test comes to. */
export async function makeSchedule(
  of: Pick<Person, 'session'>,
  actors: readonly Pick<MadeBuild, 'actorId'>[],
  values: object = {},
): Promise<ScheduleView> {
  return createSchedule(of.session, {
    ...{ cronExpression: '0 0 1 1 *', isEnabled: true, isExclusive: false },
    actions: actors.map(({ actorId }) => ({ type: 'RUN_ACTOR', actorId })),
    ...values,
  });
}

/** Makes it due: `secsAgo` seconds ago, or in so many where that is negative. */
export async function makeDue(id: string, secsAgo = 0): Promise<void> {
  await pool().query(`UPDATE schedules SET next_run_at = clock_timestamp() - $2 * interval '1 second' WHERE id = $1`, [
    id,
    secsAgo,
  ]);
}

/** Does what a worker does: enters what is due, and fires what is entered. */
export async function fireDue(): Promise<void> {
  while (await claimDue());
  const { rows } = await pool().query<{ id: string }>(
    'SELECT id FROM schedule_firings WHERE finished_at IS NULL ORDER BY created_at',
  );
  for (const { id } of rows) await fire(id, { signal: new AbortController().signal, isLast: true });
}

export interface StartedRun {
  id: string;
  actorId: string;
  accountId: string;
  origin: string;
  level: string;
  scope: unknown;
  cause: { scheduleId: string; scheduledAt: string };
}

/** The runs that a schedule has started, the first one first. */
export async function runsOf(scheduleId: string): Promise<StartedRun[]> {
  const { rows } = await pool().query<StartedRun>(
    `SELECT id, actor_id AS "actorId", account_id AS "accountId", origin, level, scope, cause FROM runs
     WHERE cause->>'scheduleId' = $1 ORDER BY started_at`,
    [scheduleId],
  );
  return rows;
}

export async function logLinesOf(
  scheduleId: string,
): Promise<{ level: string; message: string; errorType: string | null; runId: string | null }[]> {
  const { rows } = await pool().query(
    `SELECT level, message, error_type AS "errorType", run_id AS "runId" FROM schedule_log WHERE schedule_id = $1 ORDER BY sequence`,
    [scheduleId],
  );
  return rows;
}
