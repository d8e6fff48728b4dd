/** What starts Actors by itself, put straight into the database. */
import { db } from '../../db/client.ts';
import { resources } from '../../db/schema/resource.ts';
import { type ScheduleAction, schedules } from '../../db/schema/schedule.ts';
import { tasks } from '../../db/schema/task.ts';
import { webhooks } from '../../db/schema/webhook.ts';
import { createId } from '../ids.ts';
import type { ResourceKind } from '../vocabulary.ts';
import type { Person } from './world.ts';

async function insertResource(kind: ResourceKind, { id: ownerId }: Pick<Person, 'id'>): Promise<string> {
  const id = createId();
  await db()
    .insert(resources)
    .values({ id, kind, ownerId, generalAccess: 'RESTRICTED', name: `${kind}-${id.toLowerCase()}` });
  return id;
}

export async function insertTask(owner: Pick<Person, 'id'>, actorId: string): Promise<string> {
  const id = await insertResource('task', owner);
  await db().insert(tasks).values({ id, actorId });
  return id;
}

/** `of`: an Actor or a task. It never falls due. */
export async function insertSchedule(
  owner: Pick<Person, 'id'>,
  of: { actorId: string } | { actorTaskId: string },
  { isEnabled = true }: { isEnabled?: boolean } = {},
): Promise<string> {
  const id = await insertResource('schedule', owner);
  const actionId = createId();
  const action: ScheduleAction =
    'actorId' in of ? { id: actionId, type: 'RUN_ACTOR', ...of } : { id: actionId, type: 'RUN_ACTOR_TASK', ...of };
  await db()
    .insert(schedules)
    .values({ id, accountId: owner.id, cronExpression: '0 0 1 1 *', isEnabled, actions: [action] });
  return id;
}

/** It waits for what runs of the Actor `on` do. */
export async function insertWebhook(
  owner: Pick<Person, 'id'>,
  on: string,
  starts: { startsActorId: string } | { startsTaskId: string },
): Promise<string> {
  const id = await insertResource('webhook', owner);
  await db()
    .insert(webhooks)
    .values({
      ...{ id, accountId: owner.id, eventTypes: ['ACTOR.RUN.SUCCEEDED'], actorId: on, carriesToken: true },
      ...{ requestUrl: 'https://hooks.example/', ...starts },
    });
  return id;
}
