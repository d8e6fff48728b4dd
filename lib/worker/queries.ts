/** Statements of workers on themselves. They take no proof: what is in these rows is of machines, and belongs to nobody. */
import { pool } from '../../db/client.ts';
import type { workers } from '../../db/schema/run.ts';

export type WorkerEngines = typeof workers.$inferSelect.engines;

/** Says that a worker has started, or has started again. `engines`: what it found. */
export async function registerWorker(worker: {
  id: string;
  host: string;
  memoryMbytes: number;
  engines: WorkerEngines;
}): Promise<void> {
  await pool().query(
    `INSERT INTO workers (id, host, memory_mbytes, engines) VALUES ($1, $2, $3, $4)
     ON CONFLICT (id) DO UPDATE SET host = $2, memory_mbytes = $3, engines = $4, used_memory_mbytes = 0, started_at = now(), seen_at = now()`,
    [worker.id, worker.host, worker.memoryMbytes, JSON.stringify(worker.engines)],
  );
}

/** Says that a worker is there, and what its programs may use. */
export async function touchWorker(id: string, usedMemoryMbytes: number): Promise<void> {
  await pool().query({
    name: 'touch-worker',
    text: 'UPDATE workers SET seen_at = now(), used_memory_mbytes = $2 WHERE id = $1',
    values: [id, usedMemoryMbytes],
  });
}

/** Says that a worker has ended. */
export async function removeWorker(id: string): Promise<void> {
  await pool().query('DELETE FROM workers WHERE id = $1', [id]);
}

/** Removes workers that have not been heard of for long. */
export async function removeLostWorkers(): Promise<void> {
  await pool().query(`DELETE FROM workers WHERE seen_at < now() - interval '1 day'`);
}
