/** Actors and builds for tests, put there as use-cases put them. */
import { pool } from '../../db/client.ts';
import { createActor } from '../actor/create.ts';
import { startBuild } from '../build/start.ts';
import type { JobStatus } from '../vocabulary.ts';
import type { Person } from './world.ts';

export const FILE = { name: 'main.js', format: 'TEXT' as const, content: 'console.log("hello")' };

/** An Actor with one version, `0.1`, and the files of it. */
export async function makeActor(
  owner: Person,
  values: Record<string, unknown> = {},
  sourceFiles: readonly object[] = [FILE],
): Promise<string> {
  const versions = [{ versionNumber: '0.1', sourceType: 'SOURCE_FILES', sourceFiles }];
  return (await createActor(owner.session, { versions, ...values })).id;
}

/** Has a build of the Actor succeed and be what its runs get. */
export async function makeDefaultBuild(owner: Person, actorId: string, tag = 'latest'): Promise<string> {
  const id = await makeBuild(owner, actorId, 'SUCCEEDED');
  await pool().query('INSERT INTO actor_tags (actor_id, tag, build_id) VALUES ($1, $2, $3)', [actorId, tag, id]);
  return id;
}

/** A build that no worker has touched, in the given state. */
export async function makeBuild(owner: Person, actorId: string, status: JobStatus = 'READY'): Promise<string> {
  const { id } = await startBuild(owner.session, { by: 'id', id: actorId }, { version: '0.1' });
  if (status !== 'READY') await setBuildStatus(id, status);
  return id;
}

export async function setBuildStatus(id: string, status: JobStatus): Promise<void> {
  await pool().query(
    `UPDATE builds SET status = $2, finished_at = CASE WHEN $2 IN ('SUCCEEDED', 'FAILED', 'ABORTED', 'TIMED-OUT') THEN now() END WHERE id = $1`,
    [id, status],
  );
}
