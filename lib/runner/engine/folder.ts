import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** Where programs are kept when their users cannot pass through to the data directory; as the embedded database does. */
const SHARED_BASE = '/var/lib/gatehouse';
const OTHERS_MAY_PASS = 0o001;

/**
 * The folder of the process engine. A worker that is root starts each program as a user of its own, who must be able to pass through every
 * folder above: below one that is closed, such as /root, no sandbox could be set up.
 */
export function engineFolder(dataDir: string, isRoot = process.getuid?.() === 0): string {
  mkdirSync(dataDir, { recursive: true });
  const real = realpathSync(dataDir);
  if (!isRoot || isOpen(real)) return path.join(real, 'engine');
  const name = createHash('sha256').update(real).digest('hex').slice(0, 12);
  return path.join(SHARED_BASE, `engine-${name}`);
}

function isOpen(folder: string): boolean {
  if ((statSync(folder).mode & OTHERS_MAY_PASS) === 0) return false;
  const above = path.dirname(folder);
  return above === folder || isOpen(above);
}
