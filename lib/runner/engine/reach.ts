/**
 * Places that the users of programs can reach. A worker that is root starts each program as a user of its own, and that user sets up the
 * sandbox: whatever goes into one must not lie below a folder closed to others, such as /root.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

/** As for the embedded database. */
const SHARED_BASE = '/var/lib/gatehouse';
const OTHERS_MAY_PASS = 0o001;
const isRoot = () => process.getuid?.() === 0;

/** The folder of the process engine: in the data directory, or at a place of its own for it. */
export function engineFolder(dataDir: string, asRoot = isRoot()): string {
  mkdirSync(dataDir, { recursive: true });
  const real = realpathSync(dataDir);
  return !asRoot || isOpen(real) ? path.join(real, 'engine') : path.join(SHARED_BASE, `engine-${digestOf(real)}`);
}

/** A file or a folder of ours that programs use, or a copy of it that they can reach. */
export function reachable(source: string, { asRoot = isRoot(), base = SHARED_BASE } = {}): string {
  const real = realpathSync(source);
  if (!asRoot || isOpen(path.dirname(real))) return real;
  const { size, mtimeMs } = statSync(real);
  const copy = path.join(base, `${path.basename(real)}-${digestOf(`${real} ${size} ${mtimeMs}`)}`);
  if (existsSync(copy)) return copy;
  mkdirSync(base, { recursive: true, mode: 0o711 });
  // It has its name only when it is whole; of several workers that make it at once one does.
  const draft = `${copy}.${process.pid}`;
  cpSync(real, draft, { recursive: true });
  try {
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

function isOpen(folder: string): boolean {
  if ((statSync(folder).mode & OTHERS_MAY_PASS) === 0) return false;
  const above = path.dirname(folder);
  return above === folder || isOpen(above);
}
