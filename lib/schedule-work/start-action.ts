import type { Ctx } from '../context.ts';
import { type RunStart, startRun } from '../run/start.ts';
import type { RunView } from '../run/view.ts';
import type { RunOptions } from '../schedule/queries.ts';
import { startTask } from '../task/start.ts';
import type { ScheduleAction } from './queries.ts';

/** Starts what an action of a schedule names. Errors: as `startRun` and `startTask`. */
export async function startAction(
  ctx: Ctx,
  action: ScheduleAction,
  start: Pick<RunStart, 'cause' | 'startKey'>,
): Promise<RunView> {
  if (action.type === 'RUN_ACTOR_TASK') {
    const input = action.input && { bytes: Buffer.from(JSON.stringify(action.input)), contentType: JSON_TYPE };
    return startTask(ctx, { ...start, task: { by: 'id', id: action.actorTaskId }, ...(input && { input }) });
  }
  const { body, contentType } = action.runInput ?? {};
  return startRun(ctx, {
    ...start,
    actor: { by: 'id', id: action.actorId },
    ...(body && { input: { bytes: Buffer.from(body), contentType: contentType ?? JSON_TYPE } }),
    options: withoutNulls(action.runOptions ?? {}),
  });
}

const JSON_TYPE = 'application/json; charset=utf-8';

const withoutNulls = (options: RunOptions) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null));
