/** Runs for the browser tests, in states that only workers bring about: put straight into the database, and changed there. */
import { pool } from '../db/client.ts';
import { createId } from '../lib/ids.ts';
import { appendLog } from '../lib/job-log/queries.ts';
import { consolePath, type RunQuery } from '../lib/paths.ts';
import { type MadeBuild, makeBuild, makeRun } from '../lib/testing/runs.ts';
import type { JobStatus } from '../lib/vocabulary.ts';
import { publicActor } from './actors-of-others.ts';
import { apiUrl, ITEMS, type Person } from './world.ts';

export const runPath = (id: string, query: RunQuery = {}) => consolePath.run(id, query);

export interface MadeRun extends MadeBuild {
  id: string;
  datasetId: string;
  storeId: string;
}

type RunValues = NonNullable<Parameters<typeof makeRun>[2]>;

const TOO_LARGE_MBYTES = 4_000_000;

/** A run that a worker holds. */
export async function runningRun(owner: Person, values: RunValues = {}, of?: MadeBuild): Promise<MadeRun> {
  const build = of ?? (await makeBuild(owner));
  const startedAt = new Date();
  const id = await makeRun(owner, build, {
    ...{ status: 'RUNNING', attempt: 1, attemptStartedAt: startedAt },
    // Of another worker, so that the one that serves these tests leaves it alone; or too large for it to take.
    ...{ workerId: createId(), leaseUntil: new Date(Date.now() + 3_600_000), memoryMbytes: TOO_LARGE_MBYTES },
    ...values,
  });
  const { rows } = await pool().query<{ datasetId: string; storeId: string }>(
    'SELECT default_dataset_id AS "datasetId", default_key_value_store_id AS "storeId" FROM runs WHERE id = $1',
    [id],
  );
  const storages = rows[0];
  if (!storages) throw new Error('The run is not there');
  await pool().query("UPDATE resources SET general_access = 'FOLLOW_USER_SETTING' WHERE run_id = $1", [id]);
  return { id, ...build, ...storages };
}

/** One that has ended, with two items, an input and an output. */
export async function finishedRun(owner: Person, values: RunValues = {}, of?: MadeBuild): Promise<MadeRun> {
  const run = await runningRun(owner, values, of);
  const store = owner.client.keyValueStore(run.storeId);
  await owner.client.dataset(run.datasetId).pushItems(ITEMS);
  await store.setRecord({ key: 'INPUT', value: { shop: 'north', password: 'portcullis' } });
  await store.setRecord({ key: 'OUTPUT', value: { shops: 2 } });
  await print(run.id, ['ACTOR: Starting', '\u001b[32mINFO\u001b[39m  Found 2 shops', 'ERROR one shop was closed']);
  await setStatus(run.id, values.status ?? 'SUCCEEDED');
  return run;
}

/** What a worker does when it ends a run, or goes on with it. */
export async function setStatus(id: string, status: JobStatus, message: string | null = null): Promise<void> {
  await pool().query(
    `UPDATE runs SET status = $2, status_message = coalesce($3, status_message),
       finished_at = CASE WHEN $2 IN ('SUCCEEDED', 'FAILED', 'ABORTED', 'TIMED-OUT') THEN now() END WHERE id = $1`,
    [id, status, message],
  );
}

/** What a worker does when a program prints lines. */
export async function print(id: string, lines: readonly string[]): Promise<void> {
  const time = new Date().toISOString();
  await appendLog(id, lines.map((line) => `${time} ${line}\n`).join(''));
}

/** What the gate counts when a program is refused. */
export async function refuse(runId: string, kind: string, subject: string, asked: string, count = 1): Promise<void> {
  await pool().query('INSERT INTO run_refusals (run_id, kind, subject, asked, count) VALUES ($1, $2, $3, $4, $5)', [
    runId,
    kind,
    subject,
    asked,
    count,
  ]);
}

/**
 * A public Actor with full permissions that was refused to start for want of an approval, by the person's own API token; the Console knows of
 * it when this returns.
 */
export async function refusedStart(of: Person, owner: Person, title: string): Promise<string> {
  const { actorId } = await publicActor(owner, { title });
  const headers = { authorization: `Bearer ${of.token}` };
  const { status } = await fetch(`${apiUrl}/v2/actors/${actorId}/runs`, { method: 'POST', headers });
  if (status !== 403) throw new Error(`The start was answered with ${status}`);
  for (;;) {
    const { rowCount } = await pool().query('SELECT 1 FROM notifications WHERE account_id = $1 AND subject_id = $2', [
      of.id,
      actorId,
    ]);
    if (rowCount) return actorId;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What the gate counts when a program is permitted. */
export async function use(run: MadeRun, owner: Person, kind: string, asked: string, isOwn: boolean, count: number) {
  await pool().query(
    `INSERT INTO run_uses (account_id, actor_id, run_id, day, kind, asked, is_own, is_refused, count)
     VALUES ($1, $2, $3, current_date, $4, $5, $6, false, $7)`,
    [owner.id, run.actorId, run.id, kind, asked, isOwn, count],
  );
}

/** A public Actor with full permissions that can be started; `title`: also its name, in small letters. */
export async function fullActor(owner: Person, title: string): Promise<MadeBuild> {
  const made = await makeBuild(owner);
  await pool().query(
    `WITH tagged AS (INSERT INTO actor_tags (actor_id, tag, build_id) VALUES ($1, 'latest', $2)),
       named AS (UPDATE resources SET name = lower($3) WHERE id = $1)
     UPDATE actors SET permission_level = 'FULL_PERMISSIONS', is_public = true, title = $3 WHERE id = $1`,
    [made.actorId, made.buildId, title],
  );
  return made;
}

/** What a person's answer to the question whether an Actor may have full permissions enters. */
export async function approve(who: Person, actorId: string): Promise<void> {
  await pool().query(
    `INSERT INTO approvals (id, account_id, actor_id, level_epoch, approved_by)
     SELECT $1, $2, id, level_epoch, $2 FROM actors WHERE id = $3`,
    [createId(), who.id, actorId],
  );
}

/** The status of a run now. */
export async function statusOf(id: string): Promise<{ status: JobStatus; isGraceful: boolean } | undefined> {
  const { rows } = await pool().query('SELECT status, aborts_gracefully AS "isGraceful" FROM runs WHERE id = $1', [id]);
  return rows[0];
}
