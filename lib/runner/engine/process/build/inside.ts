import { lstatSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { isWithin } from '../sandbox/view.ts';

const BYTES_MAX = 5_000_000;

/** The text of a file of an Actor's; null if there is none. A link that leads out of its folder is none: it could lead to anything of ours. */
export function readInside(folder: string, name: string): string | null {
  try {
    const file = realpathSync(path.join(folder, name));
    const stat = lstatSync(file);
    const isFine = isWithin(file, realpathSync(folder)) && stat.isFile() && stat.size <= BYTES_MAX;
    return isFine ? readFileSync(file, 'utf8') : null;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
