/** Does what a firing is there for: starts each action, once, in the name of the schedule. */
import { transaction } from '../../db/transaction.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { JobAttempt } from '../job-queue/queries.ts';
import { log } from '../log.ts';
import { flushUsage } from '../usage/record.ts';
import {
  type Firing,
  finishFiring,
  type NewLogLine,
  type ScheduleAction,
  selectActorOf,
  selectDone,
  selectFiring,
  selectStartedRun,
  selectUnfinishedRun,
  tellRefusal,
  whileAlone,
  writeLog,
} from './queries.ts';
import { startAction } from './start-action.ts';

/**
 * Fires. It may be done again after it was broken off: what has been started is found by its key, and what is in the log is passed over.
 * Throws what is worth another attempt.
 */
export async function fire(firingId: string, { signal, isLast }: JobAttempt): Promise<void> {
  const scheduleId = (await selectFiring(firingId))?.scheduleId;
  if (scheduleId === undefined) return;
  await whileAlone(scheduleId, async () => {
    const firing = await selectFiring(firingId);
    if (!firing || firing.finishedAt) return;
    const done = await selectDone(firing);
    for (const action of firing.actions) {
      signal.throwIfAborted();
      if (!done.has(action.id)) await act(firing, action, isLast);
    }
    // People are told by what is gathered until now.
    await flushUsage();
    await finishFiring(firing);
  });
}

const keyOf = (firing: Firing, action: ScheduleAction) => `${firing.id}:${action.id}`;

async function act(firing: Firing, action: ScheduleAction, isLast: boolean): Promise<void> {
  const target =
    action.type === 'RUN_ACTOR'
      ? { targetKind: 'actor' as const, targetId: action.actorId }
      : { targetKind: 'task' as const, targetId: action.actorTaskId };
  const outcome = await outcomeOf(firing, action, isLast);
  // Of what is hidden from its account, or gone, nothing more is said.
  const actorId = outcome.errorType === 'record-not-found' ? null : await selectActorOf(target.targetId);
  const { scheduleId } = firing;
  const { errorType } = outcome;
  await transaction(async (tx) => {
    await writeLog({ ...{ scheduleId, firingId: firing.id, actionId: action.id, actorId }, ...target, ...outcome }, tx);
    if (errorType && !TOLD_OTHERWISE.includes(errorType))
      await tellRefusal(tx, scheduleId, { errorType, actorId, isTask: target.targetKind === 'task' });
  });
}

/** Who can approve is told of that, with what waits for it; and who switched a schedule or an account off knows. */
const TOLD_OTHERWISE = ['full-permission-actor-not-approved', 'user-or-token-not-found'];

type Outcome = Pick<NewLogLine, 'level' | 'message' | 'runId' | 'errorType'>;

/** `%` in the message stands for the target. */
async function outcomeOf(firing: Firing, action: ScheduleAction, isLast: boolean): Promise<Outcome> {
  const startKey = keyOf(firing, action);
  const earlierId = firing.isExclusive ? await selectUnfinishedRun(firing, action.id) : null;
  if (earlierId) {
    return {
      ...{ level: 'WARN', runId: earlierId },
      message: `Passed over %: the run ${earlierId} of an earlier firing is still going on`,
    };
  }
  try {
    const run = await startAction(contextOf(firing), action, {
      cause: { scheduleId: firing.scheduleId, scheduledAt: firing.scheduledAt.toISOString() },
      startKey,
    });
    return { level: 'INFO', runId: run.id, message: `Started %: run ${run.id}` };
  } catch (error) {
    // Started, and then what it may be shown by was taken away.
    const startedId = await selectStartedRun(firing, startKey);
    if (startedId) return { level: 'INFO', runId: startedId, message: `Started %: run ${startedId}` };
    if (error instanceof ApiError && error.type !== 'rate-limit-exceeded') return refusalOf(error);
    if (!isLast) throw error;
    log().error({ err: error, firingId: firing.id }, 'an action of a schedule could not be started');
    return { level: 'ERROR', errorType: 'internal-error', message: 'Did not start %: it failed again and again' };
  }
}

function refusalOf({ type, message, data }: ApiError): Outcome {
  const refused = { level: 'ERROR', errorType: type } as const;
  if (type === 'user-or-token-not-found') {
    return { ...refused, message: 'Did not start %: the schedule was switched off, or its account disabled' };
  }
  const link = typeof data?.approvalUrl === 'string' ? ` Approve here: ${data.approvalUrl}` : '';
  return { ...refused, message: `Did not start %: ${message}${link}` };
}

const contextOf = ({ id, scheduleId }: Firing): Ctx => ({
  credential: { kind: 'schedule', id: scheduleId },
  requestId: id,
  via: 'SCHEDULE',
  ...{ ipAddress: null, userAgent: null },
});
