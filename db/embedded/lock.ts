/**
 * The right to run the database of one data directory: a file that names the process that holds it.
 *
 * A process is named by its number and its start time, since numbers are used again after a restart of the machine or container.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { EmbeddedDatabaseError } from './error.ts';

/**
 * Takes the lock and gives the function that releases it.
 * A lock left behind by a process that is gone is taken over. Throws `EmbeddedDatabaseError` when the holder lives.
 */
export function takeLock(file: string): () => void {
  const own = `${process.pid} ${startTime(process.pid)}`;
  const holder = readText(file);
  if (holder && holder !== own && isAlive(holder)) {
    throw new EmbeddedDatabaseError(
      `The database in this data directory is already run by process ${holder.split(' ')[0]}. Stop that one first, or set DATA_DIR to another folder.`,
    );
  }
  if (holder !== undefined) fs.rmSync(file, { force: true });
  try {
    fs.writeFileSync(file, own, { flag: 'wx', mode: 0o644 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new EmbeddedDatabaseError('Another process is starting the database of this data directory.');
  }
  return () => {
    if (readText(file) === own) fs.rmSync(file, { force: true });
  };
}

function isAlive(holder: string): boolean {
  const [pid, ...started] = holder.split(' ');
  return startTime(Number(pid)) === started.join(' ');
}

/** When a process started, in the system's own words; undefined when there is no such process or it has ended and waits to be reaped. */
function startTime(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps(pid, 'lstart');
  // The name of the program, in parentheses, may hold spaces: fields are counted from the last parenthesis on.
  const stat = readText(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields?.[0] === 'Z' ? undefined : fields?.[19];
}

/** The command line of a process, its arguments separated by spaces; empty when there is no such process. */
export function commandLine(pid: number): string {
  if (process.platform !== 'linux') return ps(pid, 'command') ?? '';
  return readText(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? '';
}

function ps(pid: number, column: 'lstart' | 'command'): string | undefined {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** The text of a file, trimmed; undefined when it cannot be read. */
export function readText(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
