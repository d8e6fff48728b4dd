/** Starts that nobody asks for at that moment: what schedules fire and webhooks call, done as their workers do it. */
import { pool } from '../../../db/client.ts';
import { claimDue } from '../../schedule-work/claim.ts';
import { fire } from '../../schedule-work/fire.ts';
import { createWebhook } from '../../webhook/create.ts';
import { testWebhook } from '../../webhook-dispatch/test.ts';
import { deliver } from '../../webhook-work/deliver.ts';
import { logLinesOf, makeDue, makeSchedule } from '../schedules.ts';
import type { Level } from '../start-oracle.ts';
import { until } from '../workers.ts';
import { apiUrl } from '../world.ts';
import { levelOf, type StartWorld } from './start-world.ts';

/** The answer to a start: the status and the body. */
export interface Got {
  status: number;
  body: unknown;
}

/** Has a schedule fire as its worker does, and reads in its log what came of it. */
export async function fireOnce({ person, actor, taskId }: StartWorld, isOfTask: boolean): Promise<Got> {
  const ofTask = { actions: [{ type: 'RUN_ACTOR_TASK', actorTaskId: taskId }] };
  const { id } = await makeSchedule(person, [actor], isOfTask ? ofTask : {});
  await makeDue(id);
  // Another one may be about to enter it.
  const firingId = await until('the schedule is due', async () => {
    await claimDue();
    const { rows } = await pool().query('SELECT id FROM schedule_firings WHERE schedule_id = $1', [id]);
    return rows[0]?.id;
  });
  await fire(firingId, { signal: new AbortController().signal, isLast: true });
  const line = (await logLinesOf(id)).at(-1);
  if (line?.level === 'INFO') return { status: 201, body: undefined };
  const [, message, approvalUrl] =
    /^Did not start .*?: (.*?)(?: Approve here: (\S+))?$/.exec(line?.message ?? '') ?? [];
  const error = { type: line?.errorType, message, ...(approvalUrl && { data: { approvalUrl } }) };
  return { status: 403, body: { error } };
}

/** Has a webhook call the API as its worker does, and reads in its dispatch what was answered. */
export async function deliverOnce(
  { person, actor, other, taskId }: StartWorld,
  isOfTask: boolean,
  asks: Level | null,
): Promise<Got> {
  const target = isOfTask ? `actor-tasks/${taskId}` : `actors/${actor.actorId}`;
  const { id } = await createWebhook(person.session, {
    ...{ condition: { actorId: other.actorId }, eventTypes: ['ACTOR.RUN.TIMED_OUT'], doNotRetry: true },
    requestUrl: `${apiUrl()}/v2/${target}/runs${asks ? `?forcePermissionLevel=${levelOf(asks)}` : ''}`,
  });
  const dispatch = await testWebhook(person.session, id);
  await deliver(dispatch.id, true, new AbortController().signal);
  const { rows } = await pool().query('SELECT calls FROM webhook_dispatches WHERE id = $1', [dispatch.id]);
  const { responseStatus, responseBody } = rows[0].calls[0];
  // Of a long answer only the beginning is kept; a refusal is short.
  return { status: responseStatus, body: responseStatus < 300 ? undefined : JSON.parse(responseBody) };
}
