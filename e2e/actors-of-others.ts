/** Actors with full permissions, put straight into the database, for the tests of what people decide about them. */
import { pool } from '../db/client.ts';
import { createId } from '../lib/ids.ts';
import { makeBuild } from '../lib/testing/runs.ts';
import type { PermissionLevel } from '../lib/vocabulary.ts';
import type { Person } from './world.ts';

export interface OthersActor {
  actorId: string;
  buildId: string;
  name: string;
}

const INPUT_SCHEMA = {
  title: 'Report',
  type: 'object',
  schemaVersion: 1,
  properties: { shop: { title: 'Shop', type: 'string', description: 'Which one.', editor: 'textfield' } },
};

/** A public Actor that takes the name of a shop, with one build; at full permissions unless said otherwise. */
export async function publicActor(
  developer: Person,
  { level = 'FULL_PERMISSIONS', title = 'Account report' }: { level?: PermissionLevel; title?: string } = {},
): Promise<OthersActor> {
  const made = await makeBuild(developer, { inputSchema: INPUT_SCHEMA });
  const name = `report-${made.actorId.toLowerCase()}`;
  await pool().query('UPDATE actors SET permission_level = $2, is_public = true, title = $3 WHERE id = $1', [
    made.actorId,
    level,
    title,
  ]);
  await pool().query('UPDATE resources SET name = $2 WHERE id = $1', [made.actorId, name]);
  await tag(made.actorId, made.buildId);
  return { ...made, name };
}

const tag = (actorId: string, buildId: string) =>
  pool().query(
    `INSERT INTO actor_tags (actor_id, tag, build_id) VALUES ($1, 'latest', $2)
     ON CONFLICT (actor_id, tag) DO UPDATE SET build_id = excluded.build_id`,
    [actorId, buildId],
  );

/** Another build of the Actor, which starts get from now on. */
export async function newBuild(developer: Person, { actorId, buildId }: OthersActor, buildNumber: string) {
  const id = createId();
  await pool().query("INSERT INTO resources (id, kind, owner_id) VALUES ($1, 'build', $2)", [id, developer.id]);
  await pool().query(
    `INSERT INTO builds SELECT (jsonb_populate_record(b, jsonb_build_object('id', $2::text, 'build_number', $3::text, 'finished_at', now()))).*
     FROM builds b WHERE b.id = $1`,
    [buildId, id, buildNumber],
  );
  await tag(actorId, id);
}

/** What an account has decided about an Actor, in words that are easy to compare. */
export async function decisions({ id }: Person, { actorId }: OthersActor): Promise<string[]> {
  const { rows } = await pool().query<{ text: string }>(
    `SELECT CASE WHEN revoked_at IS NULL THEN 'approved' ELSE 'revoked' END || ' ' || level_epoch AS text, approved_at AS at
       FROM approvals WHERE account_id = $1 AND actor_id = $2
     UNION ALL SELECT 'always limited', created_at FROM level_ceilings WHERE account_id = $1 AND actor_id = $2 ORDER BY at`,
    [id, actorId],
  );
  return rows.map(({ text }) => text);
}

/** The runs of an Actor in an account, the latest first, with what they were given. */
export async function runsOf({ id, client }: Person, { actorId }: OthersActor) {
  const { rows } = await pool().query<{ level: PermissionLevel; storeId: string; memory: number }>(
    `SELECT level, default_key_value_store_id AS "storeId", memory_mbytes AS memory FROM runs
     WHERE account_id = $1 AND actor_id = $2 ORDER BY started_at DESC`,
    [id, actorId],
  );
  return Promise.all(
    rows.map(async ({ level, storeId, memory }) => ({
      level,
      memory,
      input: (await client.keyValueStore(storeId).getRecord('INPUT'))?.value,
    })),
  );
}
