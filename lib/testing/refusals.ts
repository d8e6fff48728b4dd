/** Schedules and webhooks in the database, for tests of what they are refused. */
import { db } from '../../db/client.ts';
import { resources } from '../../db/schema/resource.ts';
import { schedules } from '../../db/schema/schedule.ts';
import { webhooks } from '../../db/schema/webhook.ts';
import { createId } from '../ids.ts';
import type { ResourceKind } from '../vocabulary.ts';
import type { Person } from './world.ts';

async function makeResource(kind: ResourceKind, owner: Person, name: string | null): Promise<string> {
  const id = createId();
  await db().insert(resources).values({ id, kind, ownerId: owner.id, generalAccess: 'RESTRICTED', name });
  return id;
}

/** A schedule that is enabled and never due. */
export async function makeSchedule(
  owner: Person,
  title: string,
  values: Partial<typeof schedules.$inferInsert> = {},
): Promise<string> {
  const id = await makeResource('schedule', owner, `schedule-${createId().toLowerCase()}`);
  const times = { cronExpression: '0 0 * * *', isEnabled: true };
  await db()
    .insert(schedules)
    .values({ id, accountId: owner.id, title, ...times, ...values });
  return id;
}

export async function makeWebhook(owner: Person, requestUrl: string): Promise<string> {
  const id = await makeResource('webhook', owner, null);
  await db()
    .insert(webhooks)
    .values({ id, accountId: owner.id, eventTypes: ['ACTOR.RUN.FAILED'], requestUrl, carriesToken: false });
  return id;
}
