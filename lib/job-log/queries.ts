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
 * Adds whole lines, each with its time, to the log of a run or a build, as long as it is not full; gives how many characters it has now.
 * For workers, which hold the run or the build; one at a time.
 */
export async function appendLog(resourceId: string, text: string): Promise<number> {
  const { rows } = await pool().query<{ total: number }>(
    `WITH so_far AS (
       SELECT coalesce(max(sequence), 0) AS sequence, coalesce(sum(char_count), 0) AS total FROM log_chunks WHERE resource_id = $1
     ), added AS (
       INSERT INTO log_chunks (resource_id, sequence, text, char_count)
       SELECT r.id, so_far.sequence + 1, $2, $3 FROM so_far JOIN resources r ON r.id = $1 WHERE so_far.total < ${MAX_LOG_CHARS}
       RETURNING char_count
     )
     SELECT so_far.total + coalesce((SELECT char_count FROM added), 0) AS total FROM so_far`,
    [resourceId, text, text.length],
  );
  return Number(rows[0]?.total ?? 0);
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

/** The newest pieces of a log, in order: as many as hold `charCount` characters, and one more. */
export async function selectNewestLog(
  proof: Authorized<'run' | 'build', 'read'>,
  charCount: number,
): Promise<LogChunk[]> {
  const { rows } = await pool().query<LogChunk>({
    name: 'select-newest-log',
    text: `SELECT sequence, text FROM (
        SELECT sequence, text, sum(char_count) OVER (ORDER BY sequence DESC) - char_count AS newer_count
        FROM log_chunks WHERE resource_id = $1
      ) AS counted WHERE newer_count <= $2 ORDER BY sequence`,
    values: [proof.row.id, charCount],
  });
  return rows;
}
