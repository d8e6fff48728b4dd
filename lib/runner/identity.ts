/**
 * Who a worker is. Its id stays with the machine, so that after a restart it finds its runs again; and of several workers on one machine
 * each has its own. An id is taken by a lock in the database that ends with the connection.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createId, isId } from '../ids.ts';

/** How long a process that has just died may still be holding its id. */
const RELEASE_MILLIS = 500;

/** Finds an id of this machine that no other worker has, or makes one. `lock`: takes an id; false if another has it. */
export async function takeWorkerId(dataDir: string, lock: (id: string) => Promise<boolean>): Promise<string> {
  const folder = path.join(dataDir, 'workers', hostname());
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const known = (await readdir(folder)).filter(isId).sort();
  for (const waitMillis of known.length > 0 ? [0, RELEASE_MILLIS] : []) {
    await wait(waitMillis);
    for (const id of known) if (await lock(id)) return id;
  }
  const id = createId();
  if (!(await lock(id))) throw new Error('A new id was taken at once');
  await writeFile(path.join(folder, id), '');
  return id;
}
