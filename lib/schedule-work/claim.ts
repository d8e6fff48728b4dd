/** Finds schedules whose time has come, and enters their firings. */
import { type Transaction, transaction } from '../../db/transaction.ts';
import { dueFirings, nextFiring } from '../schedule/cron.ts';
import {
  type DueSchedule,
  enterFiring,
  moveOn,
  selectUnfinishedFiring,
  takeDue,
  tellRefusal,
  writeLog,
} from './queries.ts';

/** What was missed while no worker ran is made up for if it is no older, once; a firing that comes too late would do more harm than good. */
const MADE_UP_MILLIS = 60 * 60_000;
/** Later than this by itself no firing is. */
const LATE_MILLIS = 30_000;
const AT_ONCE = 50;

/** Enters the firings that are due now, each time once, whichever workers look. Returns whether there may be more. */
export async function claimDue(): Promise<boolean> {
  return transaction(async (tx) => {
    const due = await takeDue(tx, AT_ONCE);
    for (const schedule of due) await claim(tx, schedule);
    return due.length === AT_ONCE;
  });
}

async function claim(tx: Transaction, schedule: DueSchedule): Promise<void> {
  const { id, cronExpression, timezone, nextRunAt, now } = schedule;
  let due: ReturnType<typeof dueFirings>;
  let next: Date | null;
  try {
    due = dueFirings(schedule, nextRunAt, now);
    next = nextFiring(cronExpression, timezone, now);
  } catch (error) {
    // Written when it could be read: a time zone may go. The others must not wait for it.
    await moveOn(tx, id, null);
    const why = error instanceof Error ? error.message : 'unknown';
    await writeLog(
      { scheduleId: id, level: 'ERROR', message: `The time of the next firing cannot be told: ${why}` },
      tx,
    );
    await tellRefusal(tx, id, { errorType: 'cron-expression-invalid', actorId: null, isTask: false });
    return;
  }
  await moveOn(tx, id, next);
  const lateMillis = now.getTime() - due.latest.getTime();
  const isMadeUp = lateMillis <= MADE_UP_MILLIS;
  const missedCount = due.earlierCount + (isMadeUp ? 0 : 1);
  if (missedCount > 0) {
    const message = `Missed ${missedCount === 1 ? 'the firing' : `${missedCount} firings, the first one`} of ${nextRunAt.toISOString()}: no worker was running`;
    await writeLog({ scheduleId: id, level: 'WARN', message }, tx);
  }
  if (!isMadeUp) return;
  // What takes longer than the time between two firings would only pile up.
  const unfinished = await selectUnfinishedFiring(tx, id);
  if (unfinished) {
    const message = `Passed over the firing of ${due.latest.toISOString()}: the one of ${unfinished.toISOString()} is not finished yet`;
    await writeLog({ scheduleId: id, level: 'WARN', message }, tx);
    return;
  }
  const firingId = await enterFiring(tx, schedule, due.latest);
  if (firingId === null) return;
  const late =
    lateMillis > LATE_MILLIS ? `, ${Math.round(lateMillis / 1_000)} seconds late: no worker was running` : '';
  await writeLog(
    { scheduleId: id, firingId, level: 'INFO', message: `Fired for ${due.latest.toISOString()}${late}` },
    tx,
  );
}
