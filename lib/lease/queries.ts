/**
 * Statements of workers on the runs that they hold. None of them takes a proof: they act for nobody. What protects a run is the lease,
 * that is its id, the number of the attempt and the worker together: a statement of a worker that has lost the run changes nothing.
 *
 * Whatever ends the token of a program takes the turn of the run and locks its row FOR UPDATE first. A write that the token permitted has
 * both, shared, until its commit, so none of them comes to be afterwards, and however many there are, they do not hold the end up.
 */
import { pool } from '../../db/client.ts';
import type { RunMeasures } from '../../db/schema/run.ts';
import { turn } from '../../db/turn.ts';
import type { OutputRead } from '../job-log/queries.ts';
import type { JobStatus } from '../vocabulary.ts';

export type { RunMeasures } from '../../db/schema/run.ts';

/** One attempt of a run, in the hands of one worker. */
export interface Lease {
  runId: string;
  attempt: number;
  workerId: string;
}

/** What a worker can take on. `engines`: those whose builds it can start. `isIsolating`: else it takes only an operator's own Actors. */
export interface Capacity {
  freeMbytes: number;
  engines: readonly string[];
  isIsolating: boolean;
}

/** Why a run is started again: its worker stopped or was not heard of any more, its program failed, or somebody asked for it. */
export type AgainBecause = 'MOVED' | 'LOST' | 'FAILED' | 'REBOOTED' | 'METAMORPHED' | 'RESURRECTED';

/**
 * Kept in `engine_handle`. `lapses`: leases that lapsed in a row, after which nobody had got far. `because`: of the present attempt, or of the
 * next one while it waits; absent for the first.
 */
export interface KeptHandle extends Partial<OutputRead> {
  lapses: number;
  because?: AgainBecause;
  engine?: string;
  program?: Record<string, unknown>;
}

/** How an attempt ended for good. */
export interface Ending {
  status: Extract<JobStatus, 'SUCCEEDED' | 'FAILED' | 'ABORTED' | 'TIMED-OUT'>;
  exitCode: number | null;
  /** Shown unless the program has left a last word of its own; null keeps what is shown. */
  statusMessage: string | null;
}

/** What becomes of a held run that is not held any more. */
const NOT_HELD = `worker_id = NULL, lease_until = NULL, token_digest = NULL, attempt_started_at = NULL, modified_at = now(),
  earlier_run_time_millis = r.earlier_run_time_millis + coalesce(greatest(0,
    extract(epoch FROM least(clock_timestamp(), r.lease_until) - r.attempt_started_at) * 1000)::bigint, 0)`;

/** The row of a lease ($1 to $3), locked against writes of its program. */
const HELD = `turns AS MATERIALIZED (SELECT ${turn('credential', 'alone', '$1::text')}),
  held AS MATERIALIZED (
    SELECT id FROM runs WHERE id = $1 AND attempt = $2 AND worker_id = $3 AND finished_at IS NULL AND (SELECT count(*) FROM turns) >= 0
    FOR UPDATE)`;

const keysOf = ({ runId, attempt, workerId }: Lease) => [runId, attempt, workerId];

async function isChanged(text: string, values: unknown[]): Promise<boolean> {
  const { rowCount } = await pool().query(text, values);
  return rowCount === 1;
}

/** What is said of a run that no worker could take begins with this. */
const WAITING = 'Waiting for a worker';

/** Takes the run that has waited longest among those that fit; null if none does. `tokenDigest`: of the token that its program will hold. */
export async function claimRun(
  workerId: string,
  capacity: Capacity,
  leaseSecs: number,
  tokenDigest: Buffer,
): Promise<(Lease & { memoryMbytes: number }) | null> {
  const { rows } = await pool().query<{ runId: string; attempt: number; memoryMbytes: number }>({
    name: 'claim-run',
    text: `WITH next AS MATERIALIZED (
         SELECT q.id FROM runs q
         WHERE q.finished_at IS NULL AND q.status = 'READY' AND q.memory_mbytes <= $2
           AND q.abort_requested_at IS NULL AND (q.timeout_at IS NULL OR q.timeout_at > now())
           AND ($3 OR EXISTS (SELECT 1 FROM resources c JOIN accounts o ON o.id = c.owner_id
             WHERE c.id = q.actor_id AND o.id = q.account_id AND o.is_operator))
           AND NOT EXISTS (SELECT 1 FROM builds b WHERE b.id = q.build_id AND b.engine <> ALL ($4::text[]))
         ORDER BY q.started_at, q.id LIMIT 1 FOR UPDATE OF q SKIP LOCKED
       )
       UPDATE runs r SET status = 'RUNNING', attempt = r.attempt + 1, worker_id = $1, lease_until = now() + $5::float8 * interval '1 second',
         token_digest = $6, attempt_started_at = now(), modified_at = now(),
         status_message = CASE WHEN r.status_message LIKE '${WAITING}%' THEN NULL ELSE r.status_message END,
         timeout_at = coalesce(r.timeout_at, CASE WHEN r.timeout_secs > 0 THEN now() + r.timeout_secs * interval '1 second' END),
         engine_handle = jsonb_strip_nulls(jsonb_build_object(
           'lapses', coalesce(r.engine_handle->'lapses', '0'::jsonb), 'because', r.engine_handle->'because'))
       FROM next WHERE r.id = next.id
       RETURNING r.id AS "runId", r.attempt, r.memory_mbytes AS "memoryMbytes", pg_notify('gatehouse_run_state', r.id)`,
    values: [workerId, capacity.freeMbytes, capacity.isIsolating, capacity.engines, leaseSecs, tokenDigest],
  });
  const row = rows[0];
  return row ? { runId: row.runId, attempt: row.attempt, workerId, memoryMbytes: row.memoryMbytes } : null;
}

/** How a held run stands, as a heartbeat finds it. */
export interface HeldRun {
  runId: string;
  attempt: number;
  status: JobStatus;
  isAborting: boolean;
  abortsGracefully: boolean;
  /** Milliseconds until the time of the run is over, by the clock of the database; null: never. */
  millisLeft: number | null;
}

/** Renews the leases of a worker, all in one statement. Those that are not in the answer are lost. */
export async function renewLeases(workerId: string, leases: readonly Lease[], leaseSecs: number): Promise<HeldRun[]> {
  const { rows } = await pool().query<HeldRun>({
    name: 'renew-leases',
    text: `UPDATE runs r SET lease_until = now() + $4::float8 * interval '1 second'
       FROM unnest($2::text[], $3::int[]) AS l(id, attempt)
       WHERE r.id = l.id AND r.attempt = l.attempt AND r.worker_id = $1 AND r.finished_at IS NULL
       RETURNING r.id AS "runId", r.attempt, r.status, r.abort_requested_at IS NOT NULL AS "isAborting",
         r.aborts_gracefully AS "abortsGracefully",
         (extract(epoch FROM r.timeout_at - now()) * 1000)::float8 AS "millisLeft"`,
    values: [workerId, leases.map(({ runId }) => runId), leases.map(({ attempt }) => attempt), leaseSecs],
  });
  return rows;
}

/** Ends a run; false if it is not held any more. */
export function finishRun(lease: Lease, { status, exitCode, statusMessage }: Ending): Promise<boolean> {
  return isChanged(
    `WITH ${HELD}
     UPDATE runs r SET ${NOT_HELD}, status = $4, finished_at = clock_timestamp(), exit_code = $5, engine_handle = NULL,
       status_message = CASE WHEN r.is_status_message_terminal THEN r.status_message ELSE coalesce($6, r.status_message) END
     FROM held WHERE r.id = held.id RETURNING pg_notify('gatehouse_run_state', r.id)`,
    [...keysOf(lease), status, exitCode, statusMessage],
  );
}

/** Whether the program has left a last word of its own. */
export async function hasLastWord({ runId }: Lease): Promise<boolean> {
  const { rows } = await pool().query<{ isTerminal: boolean }>({
    name: 'has-last-word',
    text: 'SELECT is_status_message_terminal AS "isTerminal" FROM runs WHERE id = $1',
    values: [runId],
  });
  return rows[0]?.isTerminal ?? true;
}

/**
 * Gives a run back, to be started again by any worker; false if it is not held any more. `because`: `MOVED` where its worker ends,
 * `FAILED` where the run is to be restarted after an error.
 */
export function giveBackRun(lease: Lease, because: Extract<AgainBecause, 'MOVED' | 'FAILED'>): Promise<boolean> {
  return isChanged(
    `WITH ${HELD}
     UPDATE runs r SET ${NOT_HELD}, status = 'READY', engine_handle = jsonb_build_object('because', $4::text),
       migration_count = r.migration_count + CASE WHEN $4 = 'MOVED' THEN 1 ELSE 0 END,
       restart_count = r.restart_count + CASE WHEN $4 = 'FAILED' THEN 1 ELSE 0 END
     FROM held WHERE r.id = held.id RETURNING pg_notify('gatehouse_run', r.id), pg_notify('gatehouse_run_state', r.id)`,
    [...keysOf(lease), because],
  );
}

/** Lapses in a row after which a run is given up. */
const MAX_LAPSES = 5;
/** An attempt that lasted this long got somewhere: what ended it is not counted with what ended those before. */
const PROGRESS_SECS = 300;

/**
 * Sees to runs that nobody holds: those whose lease has lapsed may be started again, unless they were to end anyway or have lapsed too
 * often; those that wait and need not start any more are ended. Gives how each stands now.
 */
export async function reapRuns(limit = 100): Promise<{ runId: string; status: JobStatus }[]> {
  const { rows } = await pool().query<{ runId: string; status: JobStatus }>(
    // A row that is locked at this moment is left for the next time. The program of a lapsed run may still write on and on; without the turn
    // its row would be locked each time.
    `WITH writing AS MATERIALIZED (
       SELECT id FROM runs WHERE finished_at IS NULL AND token_digest IS NOT NULL AND status <> 'READY'
         AND (lease_until IS NULL OR lease_until < now()) ORDER BY id LIMIT $1
     ), turns AS MATERIALIZED (
       SELECT ${turn('credential', 'alone', 'id')} FROM writing
     ), lapsed AS MATERIALIZED (
       SELECT id, next.lapses,
         CASE WHEN abort_requested_at IS NOT NULL THEN 'ABORTED' WHEN timeout_at <= now() THEN 'TIMED-OUT'
              WHEN next.lapses >= ${MAX_LAPSES} THEN 'FAILED' ELSE 'READY' END AS status
       FROM runs CROSS JOIN LATERAL (SELECT CASE
         WHEN status = 'READY' THEN 0
         WHEN lease_until - attempt_started_at > interval '${PROGRESS_SECS} seconds' THEN 1
         ELSE coalesce((engine_handle->>'lapses')::int, 0) + 1 END AS lapses) AS next
       WHERE finished_at IS NULL AND CASE status
         WHEN 'READY' THEN abort_requested_at IS NOT NULL OR timeout_at <= now()
         ELSE lease_until IS NULL OR lease_until < now() END
         AND (SELECT count(*) FROM turns) >= 0
       ORDER BY started_at, id LIMIT $1 FOR UPDATE OF runs SKIP LOCKED
     )
     UPDATE runs r SET ${NOT_HELD}, status = lapsed.status,
       finished_at = CASE WHEN lapsed.status <> 'READY' THEN clock_timestamp() END,
       engine_handle = CASE WHEN lapsed.status = 'READY' THEN jsonb_build_object('lapses', lapsed.lapses, 'because', 'LOST') END,
       migration_count = r.migration_count + CASE WHEN lapsed.status = 'READY' THEN 1 ELSE 0 END,
       status_message = CASE WHEN r.is_status_message_terminal THEN r.status_message ELSE CASE lapsed.status
         WHEN 'ABORTED' THEN 'The run was aborted'
         WHEN 'TIMED-OUT' THEN 'The run timed out after ' || r.timeout_secs || ' s'
         WHEN 'FAILED' THEN 'The run was given up: its worker ended ${MAX_LAPSES} times in a row'
         ELSE r.status_message END END
     FROM lapsed WHERE r.id = lapsed.id
     RETURNING r.id AS "runId", r.status, pg_notify('gatehouse_run_state', r.id),
       CASE WHEN r.status = 'READY' THEN pg_notify('gatehouse_run', r.id) END`,
    [limit],
  );
  return rows.map(({ runId, status }) => ({ runId, status }));
}

/**
 * Says of runs that have waited for some time why none of the workers there are can take them, where that is so: they are too small, or keep
 * no programs apart.
 */
export async function explainWaiting(): Promise<void> {
  await pool().query(
    `WITH seen AS MATERIALIZED (
       SELECT memory_mbytes, jsonb_path_exists(engines, '$[*] ? (@.isAvailable == true)') AS runs,
         jsonb_path_exists(engines, '$[*] ? (@.isAvailable == true && @.isolation != "none")') AS isolates
       FROM workers WHERE seen_at > now() - interval '1 minute'
     ), waiting AS (
       SELECT r.id, CASE
         WHEN NOT EXISTS (SELECT 1 FROM seen WHERE runs AND memory_mbytes >= r.memory_mbytes)
           THEN '${WAITING} that has ' || r.memory_mbytes || ' MB of memory. Start it with less, or ask the operator for more.'
         WHEN NOT EXISTS (SELECT 1 FROM seen WHERE isolates AND memory_mbytes >= r.memory_mbytes)
           AND NOT EXISTS (SELECT 1 FROM resources c WHERE c.id = r.actor_id AND c.owner_id = r.account_id)
           THEN '${WAITING} that can run Actors of others. The operator finds on the health page what is missing.'
         END AS message
       FROM runs r WHERE r.finished_at IS NULL AND r.status = 'READY' AND r.started_at < now() - interval '10 seconds'
       ORDER BY r.started_at, r.id LIMIT 1000
     )
     UPDATE runs r SET status_message = waiting.message FROM waiting
     WHERE r.id = waiting.id AND waiting.message IS NOT NULL AND r.status = 'READY' AND r.status_message IS DISTINCT FROM waiting.message`,
  );
}

/** Says that a run's time is over while its program is being ended; false if it is not held any more. */
export function markTimingOut(lease: Lease): Promise<boolean> {
  return isChanged(
    `UPDATE runs r SET status = 'TIMING-OUT', modified_at = now()
     WHERE id = $1 AND attempt = $2 AND worker_id = $3 AND status = 'RUNNING' RETURNING pg_notify('gatehouse_run_state', r.id)`,
    keysOf(lease),
  );
}

/** Keeps what its engine needs to find a program again; false if the run is not held any more. */
export function keepHandle(lease: Lease, kept: Pick<KeptHandle, 'engine' | 'program'>): Promise<boolean> {
  return isChanged(
    `UPDATE runs SET engine_handle = engine_handle || $4::jsonb
     WHERE id = $1 AND attempt = $2 AND worker_id = $3 AND finished_at IS NULL`,
    [...keysOf(lease), JSON.stringify(kept)],
  );
}

export async function recordMeasures(lease: Lease, measures: RunMeasures): Promise<void> {
  await pool().query({
    name: 'record-measures',
    text: 'UPDATE runs SET measures = $4 WHERE id = $1 AND attempt = $2 AND worker_id = $3 AND finished_at IS NULL',
    values: [...keysOf(lease), JSON.stringify(measures)],
  });
}

export type OwnRun = Lease & { memoryMbytes: number; handle: KeptHandle | null };

/** Runs that an earlier process with this worker's id held and still holds. */
export async function selectOwnRuns(workerId: string): Promise<OwnRun[]> {
  const { rows } = await pool().query<{
    runId: string;
    attempt: number;
    memoryMbytes: number;
    handle: KeptHandle | null;
  }>(
    `SELECT id AS "runId", attempt, memory_mbytes AS "memoryMbytes", engine_handle AS handle FROM runs WHERE worker_id = $1 AND finished_at IS NULL ORDER BY started_at, id`,
    [workerId],
  );
  return rows.map((row) => ({ ...row, workerId }));
}

/** Lets the lease of a run lapse at once: its program is gone. */
export function dropRun(lease: Lease): Promise<boolean> {
  return isChanged(
    `UPDATE runs SET lease_until = now() - interval '1 second'
     WHERE id = $1 AND attempt = $2 AND worker_id = $3 AND finished_at IS NULL`,
    keysOf(lease),
  );
}

/** Which of these attempts are over, so that nobody owns their programs. */
export async function selectOver<T extends Pick<Lease, 'runId' | 'attempt'>>(attempts: readonly T[]): Promise<T[]> {
  const { rows } = await pool().query<{ runId: string; attempt: number }>(
    `SELECT id AS "runId", attempt FROM runs WHERE id = ANY ($1::text[]) AND finished_at IS NULL AND status <> 'READY'`,
    [attempts.map(({ runId }) => runId)],
  );
  const present = new Map(rows.map(({ runId, attempt }) => [runId, attempt]));
  return attempts.filter(({ runId, attempt }) => present.get(runId) !== attempt);
}
