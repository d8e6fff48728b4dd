/** Paths that come from strangers, within a folder. */
import { constants } from 'node:fs';
import { lstat, open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { BuildFailure } from '../failure.ts';

/** Resolves a path within a folder. Throws BuildFailure where it leads out of it. */
export function inside(folder: string, name: string, from = '.'): string {
  const resolved = path.resolve(folder, from, name);
  if (name.includes('\0') || (resolved !== folder && !resolved.startsWith(folder + path.sep))) {
    throw new BuildFailure(`The path ${JSON.stringify(name)} leads out of the sources`);
  }
  return resolved;
}

/**
 * Reads a text file of the sources; null where there is none. A link is no file: it could lead to any file of this machine.
 * Throws BuildFailure where it is too large.
 */
export async function readInside(folder: string, file: string, maxBytes: number): Promise<string | null> {
  const found = await lstat(file).catch(() => null);
  if (!found?.isFile()) return null;
  const real = await realpath(file);
  if (!real.startsWith((await realpath(folder)) + path.sep)) {
    throw new BuildFailure(`The path ${JSON.stringify(path.relative(folder, file))} leads out of the sources`);
  }
  if (found.size > maxBytes) {
    throw new BuildFailure(`The file ${path.relative(folder, file)} has more than ${maxBytes} bytes`);
  }
  const handle = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return (await handle.readFile()).toString('utf8');
  } finally {
    await handle.close();
  }
}
