/** Actors that can be started, and runs whose program is "running": its token is in the hands of the test. */
import { eq } from 'drizzle-orm';
import { db, pool } from '../../db/client.ts';
import { actors, actorTags } from '../../db/schema/actor.ts';
import { resources } from '../../db/schema/resource.ts';
import { runs } from '../../db/schema/run.ts';
import { tokenCredential } from '../authentication/credential.ts';
import type { Ctx } from '../context.ts';
import { createId, createRunToken, digestOf } from '../ids.ts';
import { claimRun, finishRun, type Lease } from '../lease/queries.ts';
import type { RunView } from '../run/view.ts';
import type { JobStatus, PermissionLevel } from '../vocabulary.ts';
import { type MadeBuild, makeBuild } from './runs.ts';
import { call, context, type Person } from './world.ts';

export interface MadeActor extends MadeBuild {
  name: string;
}

interface ActorValues {
  name?: string;
  level?: PermissionLevel | null;
  isPublic?: boolean;
  inputSchema?: Record<string, unknown>;
  status?: JobStatus;
  runOptions?: Partial<typeof actors.$inferInsert.defaultRunOptions>;
}

/** The schema of an input that must name a shop. */
export const SHOP_INPUT = {
  title: 'In',
  type: 'object',
  properties: { shop: { type: 'string', title: 'Shop' } },
  required: ['shop'],
};

/** An Actor with limited permissions, unless said otherwise, whose build 0.0.1 is the latest. */
export async function makeActor(owner: Pick<Person, 'id'>, values: ActorValues = {}): Promise<MadeActor> {
  const { level = 'LIMITED_PERMISSIONS', isPublic = false, inputSchema = null, status = 'SUCCEEDED' } = values;
  const made = await makeBuild(owner, { inputSchema, status });
  const name = values.name ?? `actor-${made.actorId.toLowerCase()}`;
  const defaultRunOptions = { build: 'latest', timeoutSecs: 300, memoryMbytes: 256, ...values.runOptions };
  await db()
    .update(actors)
    .set({ permissionLevel: level, isPublic, defaultRunOptions })
    .where(eq(actors.id, made.actorId));
  await db().update(resources).set({ name }).where(eq(resources.id, made.actorId));
  await db().insert(actorTags).values({ actorId: made.actorId, tag: 'latest', buildId: made.buildId });
  return { ...made, name };
}

/** Changes the level as its owner's use-case does: under the lock of the resource, with a new epoch. */
export async function setLevel(actorId: string, level: PermissionLevel | null): Promise<void> {
  const client = await pool().connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT 1 FROM resources WHERE id = $1 FOR UPDATE', [actorId]);
    await client.query('UPDATE actors SET permission_level = $2, level_epoch = level_epoch + 1 WHERE id = $1', [
      actorId,
      level,
    ]);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

export async function approve(actorId: string, account: Person): Promise<void> {
  await pool().query(
    `INSERT INTO approvals (id, account_id, actor_id, level_epoch, approved_by)
     SELECT $1, $2, id, level_epoch, $2 FROM actors WHERE id = $3`,
    [createId(), account.id, actorId],
  );
}

/** A run in the hands of a worker. */
export interface Held {
  id: string;
  token: string;
  lease: Lease;
  /** As its program. */
  ctx: Ctx;
}

/** Has a worker take the run, as workers do. */
export async function hold(id: string): Promise<Held> {
  const token = createRunToken();
  // Others that wait are not what is asked for.
  await pool().query(`UPDATE runs SET memory_mbytes = memory_mbytes + 1000000 WHERE finished_at IS NULL AND id <> $1`, [
    id,
  ]);
  const capacity = { freeMbytes: 100_000, engines: ['process'], isIsolating: true };
  const lease = await claimRun(createId(), capacity, 3_600, digestOf(token));
  await pool().query(`UPDATE runs SET memory_mbytes = memory_mbytes - 1000000 WHERE memory_mbytes > 1000000`);
  if (lease?.runId !== id) throw new Error('Another run was claimed');
  return { id, token, lease, ctx: context(tokenCredential(token), 'API') };
}

export async function finish(
  { lease }: Held,
  status: 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED-OUT' = 'SUCCEEDED',
): Promise<void> {
  if (!(await finishRun(lease, { status, exitCode: status === 'SUCCEEDED' ? 0 : 1, statusMessage: null }))) {
    throw new Error('The run was not held any more');
  }
}

/** Starts an Actor over the API and gives the run. */
export async function started(
  by: { token: string },
  actor: { actorId: string },
  query = '',
  body?: unknown,
): Promise<RunView> {
  const { status, json, text } = await call(`/v2/actors/${actor.actorId}/runs${query}`, {
    method: 'POST',
    token: by.token,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  if (status !== 201) throw new Error(`${status} ${text}`);
  return json.data;
}

export async function runRow(id: string): Promise<typeof runs.$inferSelect> {
  const [row] = await db().select().from(runs).where(eq(runs.id, id));
  if (!row) throw new Error('There is no such run');
  return row;
}
