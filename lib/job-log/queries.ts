/** Statements on what runs and builds print. */
import { pool } from '../../db/client.ts';
import type { Authorized } from '../authorization/authorize.ts';

/** Source: contract 6, platform limits. What comes after is not kept. */
export const MAX_LOG_CHARS = 10_485_760;

export interface LogChunk {
  sequence: number;
  text: string;
}

/**
 * A part of a statement that adds $2 after the last piece of the log of `id` in `owner`, unless the log is full. Each piece says how long
 * the log is with it, so that adding to a long log costs no more than adding to a short one.
 */
const ADDED = (owner: string) => `
  so_far AS MATERIALIZED (
    SELECT o.id, coalesce(last.sequence, 0) AS sequence, coalesce(last.char_count, 0) AS total
    FROM ${owner} o LEFT JOIN LATERAL (
      SELECT sequence, char_count FROM log_chunks WHERE resource_id = o.id ORDER BY sequence DESC LIMIT 1
    ) AS last ON true
  ), added AS (
    INSERT INTO log_chunks (resource_id, sequence, text, char_count)
    SELECT id, sequence + 1, $2, total + $3 FROM so_far WHERE $3 > 0 AND total < ${MAX_LOG_CHARS}
    RETURNING char_count
  )
  SELECT coalesce((SELECT char_count FROM added), so_far.total)::float8 AS total FROM so_far`;

/**
 * Adds whole lines, each with its time, to the log of a run or a build, as long as it is not full; gives how many characters it has now.
 * For whoever holds the run or the build; one at a time.
 */
export async function appendLog(resourceId: string, text: string): Promise<number> {
  const { rows } = await pool().query<{ total: number }>({
    name: 'append-log',
    text: `WITH owner AS (SELECT id FROM resources WHERE id = $1), ${ADDED('owner')}`,
    values: [resourceId, text, text.length],
  });
  return rows[0]?.total ?? 0;
}

/** How far the output of a program has been read when a batch of it is in the log. `batch`: grows by one with each. */
export interface OutputRead {
  batch: number;
  position: string | null;
  /** The beginning of a line that has not ended yet. */
  partial: string;
}

/**
 * Adds what a program printed to the log of its run, and says with it how far its output has been read: whoever reads on from there loses
 * nothing and doubles nothing. A batch that is there already, because its writer did not hear so, is not added again. Gives how many
 * characters the log has now; null, and nothing is added, where the worker does not hold the run any more.
 */
export async function appendRunOutput(
  { runId, attempt, workerId }: { runId: string; attempt: number; workerId: string },
  text: string,
  read: OutputRead,
): Promise<number | null> {
  const { rows } = await pool().query<{ total: number }>({
    name: 'append-run-output',
    text: `WITH owner AS (
         UPDATE runs SET engine_handle = engine_handle || $6::jsonb
         WHERE id = $1 AND attempt = $4 AND worker_id = $5 AND finished_at IS NULL
           AND coalesce((engine_handle->>'batch')::int, 0) < ($6::jsonb->>'batch')::int RETURNING id
       ), ${ADDED('owner')}`,
    values: [runId, text, text.length, attempt, workerId, JSON.stringify(read)],
  });
  if (rows[0]) return rows[0].total;
  const held = await pool().query<{ total: number }>(
    `SELECT coalesce((SELECT char_count FROM log_chunks WHERE resource_id = r.id ORDER BY sequence DESC LIMIT 1), 0) AS total
     FROM runs r WHERE id = $1 AND attempt = $2 AND worker_id = $3 AND finished_at IS NULL`,
    [runId, attempt, workerId],
  );
  return held.rows[0]?.total ?? null;
}

/** Pieces of a log after a sequence (0: from the beginning), in order. */
export async function selectLog(
  proof: Authorized<'run' | 'build', 'read'>,
  after: number,
  limit: number,
): Promise<LogChunk[]> {
  const { rows } = await pool().query<LogChunk>({
    name: 'select-log',
    text: 'SELECT sequence, text FROM log_chunks WHERE resource_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3',
    values: [proof.row.id, after, limit],
  });
  return rows;
}

/** The newest pieces of a log, in order: as many as hold `charCount` characters. */
export async function selectNewestLog(
  proof: Authorized<'run' | 'build', 'read'>,
  charCount: number,
): Promise<LogChunk[]> {
  const { rows } = await pool().query<LogChunk>({
    name: 'select-newest-log',
    text: `SELECT sequence, text FROM log_chunks
      WHERE resource_id = $1
        AND char_count > (SELECT char_count FROM log_chunks WHERE resource_id = $1 ORDER BY sequence DESC LIMIT 1) - $2
      ORDER BY sequence`,
    values: [proof.row.id, charCount],
  });
  return rows;
}
