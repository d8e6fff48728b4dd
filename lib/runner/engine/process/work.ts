/** The folders of what this worker does itself and nobody takes over: builds, and trials of the machine. */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EngineContext } from './context.ts';
import { adoptProgram } from './find.ts';
import { isRunning, type ProcessId, readProcess } from './limits/proc.ts';

const OWNER = 'owner.json';

export function workKey(name: string): string {
  return `${name}-${randomBytes(6).toString('hex')}`;
}

/** Notes whose work it is, so that others leave it alone as long as this process lives. */
export async function markOwner(folder: string): Promise<void> {
  const own = readProcess(process.pid);
  await writeFile(path.join(folder, OWNER), JSON.stringify({ pid: process.pid, startedAt: own?.startedAt }));
}

/** Ends and removes the work of workers that are no more. */
export async function removeAbandonedWork(context: EngineContext): Promise<void> {
  const { work } = context.folders;
  for (const key of readdirSync(work)) {
    const owner = readOwner(path.join(work, key));
    if (!owner || isRunning(owner)) continue;
    const program = adoptProgram(context, work, key);
    await program?.kill();
    await program?.clear();
  }
}

/** Null while it is being made. */
function readOwner(folder: string): ProcessId | null {
  try {
    return JSON.parse(readFileSync(path.join(folder, OWNER), 'utf8')) as ProcessId;
  } catch {
    return null;
  }
}
