/**
 * Statements of workers on the builds that they make. None of them takes a proof: they act for nobody. What protects a build is its id, the
 * number of the attempt and the worker together: a statement of a worker that has lost the build changes nothing.
 */
import { pool } from '../../db/client.ts';
import { BUILD_QUEUE, JOB_SCHEMA } from '../../db/job-queue.ts';
import { transaction } from '../../db/transaction.ts';
import type { EnvVar, VersionRow } from '../actor-version/queries.ts';
import type { BlobLocation } from '../blob/store.ts';
import { createId } from '../ids.ts';
import type { JobStatus } from '../vocabulary.ts';

/** One attempt of a build, in the hands of one worker. */
export interface BuildHold {
  buildId: string;
  attempt: number;
  workerId: string;
}

/** All that is to be known to make a build. `version`: its sources; null where it has been deleted meanwhile. */
export interface BuildWork extends BuildHold {
  actorId: string;
  ownerId: string;
  isOfOperator: boolean;
  startedBy: string | null;
  buildNumber: string;
  usesCache: boolean;
  memoryMbytes: number;
  timeoutSecs: number;
  envVars: EnvVar[];
  version: Pick<
    VersionRow,
    'sourceType' | 'sourceFiles' | 'tarballUrl' | 'gitRepoUrl' | 'gitHubGistUrl' | 'applyEnvVarsToBuild'
  > | null;
}

/** A hold that was not renewed for so long says nothing any more; the queue gives the build out again sooner. */
const HOLD_SECS = 60;

const keysOf = ({ buildId, attempt, workerId }: BuildHold) => [buildId, attempt, workerId];
const HELD = 'id = $1 AND attempt = $2 AND worker_id = $3 AND finished_at IS NULL';

/** Takes a build; null if it has ended, or is gone. Whoever held it before has lost it. */
export async function claimBuild(buildId: string, workerId: string): Promise<BuildWork | null> {
  const { rows } = await pool().query<BuildWork>(
    `WITH claimed AS (
       UPDATE builds SET attempt = attempt + 1, worker_id = $2, lease_until = now() + interval '${HOLD_SECS} seconds',
         status = CASE WHEN abort_requested_at IS NULL THEN 'RUNNING' ELSE 'ABORTING' END
       WHERE id = $1 AND finished_at IS NULL RETURNING *
     ), told AS (SELECT pg_notify('gatehouse_build_state', id) FROM claimed)
     SELECT b.id AS "buildId", b.attempt, b.worker_id AS "workerId", b.actor_id AS "actorId", r.owner_id AS "ownerId",
       o.is_operator AS "isOfOperator", b.started_by AS "startedBy", b.build_number AS "buildNumber", b.uses_cache AS "usesCache", b.memory_mbytes AS "memoryMbytes",
       b.timeout_secs AS "timeoutSecs", b.env_vars AS "envVars",
       CASE WHEN v.actor_id IS NULL THEN NULL ELSE jsonb_build_object('sourceType', v.source_type, 'sourceFiles', v.source_files,
         'tarballUrl', v.tarball_url, 'gitRepoUrl', v.git_repo_url, 'gitHubGistUrl', v.git_hub_gist_url,
         'applyEnvVarsToBuild', v.apply_env_vars_to_build) END AS version
     FROM claimed b JOIN resources r ON r.id = b.id JOIN accounts o ON o.id = r.owner_id CROSS JOIN (SELECT count(*) FROM told) AS told
     LEFT JOIN actor_versions v ON v.actor_id = b.actor_id AND v.version_number = b.version_number`,
    [buildId, workerId],
  );
  return rows[0] ?? null;
}

/** Says that a build is still being made, and hears what became of it: it may have been taken over or deleted. */
export async function renewHold(hold: BuildHold): Promise<'held' | 'to-be-aborted' | 'lost'> {
  const { rows } = await pool().query<{ isAborted: boolean }>(
    `UPDATE builds SET lease_until = now() + interval '${HOLD_SECS} seconds' WHERE ${HELD}
     RETURNING abort_requested_at IS NOT NULL AS "isAborted"`,
    keysOf(hold),
  );
  if (!rows[0]) return 'lost';
  return rows[0].isAborted ? 'to-be-aborted' : 'held';
}

/** Gives a build back, to be begun anew. */
export async function giveBackBuild(hold: BuildHold): Promise<void> {
  await pool().query(
    `UPDATE builds SET status = CASE WHEN abort_requested_at IS NULL THEN 'READY' ELSE status END, worker_id = NULL, lease_until = NULL
     WHERE ${HELD}`,
    keysOf(hold),
  );
}

/** What sources say of themselves. */
export interface BuildFindings {
  actorDefinition: Record<string, unknown>;
  inputSchema: Record<string, unknown> | null;
  readme: string | null;
  changelog: string | null;
  envVars: EnvVar[];
}

/** How a build ended for good. */
export type BuildEnding =
  | ({ status: 'SUCCEEDED'; engine: string; blobId: string; productBytes: number } & BuildFindings)
  | { status: Extract<JobStatus, 'FAILED' | 'ABORTED' | 'TIMED-OUT'>; statusMessage: string; exitCode: number | null };

/** Ends a build; one that has succeeded takes over its tag. False if it is not this worker's any more: then nothing has changed. */
export async function finishBuild(hold: BuildHold, ending: BuildEnding): Promise<boolean> {
  return transaction(async ({ client }) => {
    const isOurs =
      ending.status === 'SUCCEEDED'
        ? await client.query(
            `UPDATE builds SET status = 'SUCCEEDED', finished_at = now(), worker_id = NULL, lease_until = NULL, exit_code = 0,
               engine = $4, blob_id = $5, product_bytes = $6, actor_definition = $7, input_schema = $8, readme = $9, changelog = $10,
               env_vars = $11
             WHERE ${HELD}`,
            [
              ...keysOf(hold),
              ...[ending.engine, ending.blobId, ending.productBytes],
              ...[JSON.stringify(ending.actorDefinition), ending.inputSchema && JSON.stringify(ending.inputSchema)],
              ...[ending.readme, ending.changelog, JSON.stringify(ending.envVars)],
            ],
          )
        : await client.query(
            `UPDATE builds SET status = $4, finished_at = now(), worker_id = NULL, lease_until = NULL, status_message = $5, exit_code = $6
             WHERE ${HELD}`,
            [...keysOf(hold), ending.status, ending.statusMessage, ending.exitCode],
          );
    if (isOurs.rowCount !== 1) return false;
    if (ending.status === 'SUCCEEDED') {
      await client.query(`UPDATE blobs SET state = 'KEPT', touched_at = now() WHERE id = $1 AND state = 'WRITING'`, [
        ending.blobId,
      ]);
      await client.query(
        `INSERT INTO actor_tags (actor_id, tag, build_id) SELECT actor_id, tag, id FROM builds WHERE id = $1 AND tag IS NOT NULL
         ON CONFLICT (actor_id, tag) DO UPDATE SET build_id = excluded.build_id`,
        [hold.buildId],
      );
    }
    await client.query(`SELECT pg_notify('gatehouse_build_state', $1)`, [hold.buildId]);
    return true;
  });
}

/** Enters the bytes that come of a build, before they are written. */
export async function insertProduct(buildId: string, location: BlobLocation): Promise<string> {
  const id = createId();
  await pool().query('INSERT INTO blobs (id, store_id, location) VALUES ($1, $2, $3)', [id, buildId, location]);
  return id;
}

/** Ends builds that the queue has given up: their work failed, or killed its worker, at every attempt. */
export async function failForsakenBuilds(): Promise<void> {
  await pool().query(
    `UPDATE builds b SET status = 'FAILED', finished_at = now(), worker_id = NULL, lease_until = NULL,
       status_message = 'The build was interrupted too many times'
     WHERE finished_at IS NULL AND started_at < now() - interval '1 minute' AND NOT EXISTS (
       SELECT 1 FROM ${JOB_SCHEMA}.job j WHERE j.name = '${BUILD_QUEUE}' AND j.state IN ('created', 'retry', 'active')
         AND j.data->>'buildId' = b.id)`,
  );
}
