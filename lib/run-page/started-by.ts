/** What started a run, for those who may see that too. */
import { type Authorized, authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { refusalOf } from '../errors.ts';
import type { RunRow } from '../run/queries.ts';
import { selectSchedule } from '../schedule/queries.ts';
import { selectWebhook } from '../webhook/queries.ts';

/** `name`: what it is called; of a run, what its Actor is called, or null where the reader may not see that one. */
export interface StartedBy {
  kind: 'schedule' | 'webhook' | 'run';
  id: string;
  name: string | null;
}

/** null where a person or a program of theirs started it, where what did is gone, and where the reader may not see it. */
export async function startedBy(
  ctx: Ctx,
  { cause, ancestorIds }: Pick<RunRow, 'cause' | 'ancestorIds'>,
): Promise<StartedBy | null> {
  const parentId = ancestorIds.at(-1);
  if (cause && 'scheduleId' in cause) return schedule(ctx, cause.scheduleId);
  if (cause) return webhook(ctx, cause.webhookId);
  return parentId === undefined ? null : parent(ctx, parentId);
}

const byId = (id: string) => ({ by: 'id', id }) as const;

async function schedule(ctx: Ctx, id: string): Promise<StartedBy | null> {
  const proof = await seen(authorize(ctx, 'read', { kind: 'schedule', address: byId(id) }));
  const title = proof && (await selectSchedule(proof)).title;
  return proof && { kind: 'schedule', id, name: title || proof.row.name };
}

async function webhook(ctx: Ctx, id: string): Promise<StartedBy | null> {
  const proof = await seen(authorize(ctx, 'read', { kind: 'webhook', address: byId(id) }));
  const row = proof && (await selectWebhook(proof));
  // An address may hold a secret: its host is enough to tell it by.
  return row ? { kind: 'webhook', id, name: row.description || new URL(row.requestUrl).host } : null;
}

async function parent(ctx: Ctx, id: string): Promise<StartedBy | null> {
  const proof = await seen(authorize(ctx, 'read', { kind: 'run', address: byId(id) }));
  if (!proof || !isKnown(proof)) return null;
  const actor = await seen(authorize(ctx, 'read', { kind: 'actor', address: byId(proof.row.actorId) }));
  return { kind: 'run', id, name: actor && (actor.row.title ?? actor.row.name) };
}

/** The id of a run that anyone with the id can read is what opens it: it is not given to those who would read it by that alone. */
const isKnown = ({ because }: Authorized<'run', 'read'>): boolean => because.some((rule) => rule !== 'anyone-with-id');

async function seen<T>(authorized: Promise<T>): Promise<T | null> {
  try {
    return await authorized;
  } catch (error) {
    if (refusalOf(error)) return null;
    throw error;
  }
}
