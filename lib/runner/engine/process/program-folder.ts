/** The folder of one program: `app`, `home` and `tmp` belong to its user, what lies beside them to the worker. */
import { chmod, chown, lstat, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

export const placesOf = (folder: string) => ({
  app: path.join(folder, 'app'),
  home: path.join(folder, 'home'),
  tmp: path.join(folder, 'tmp'),
});

/** Rejects if it is there already: no two starts share a folder. */
export async function makeProgramFolder(folder: string, uid: number | null): Promise<void> {
  await mkdir(folder, { mode: 0o711 });
  for (const place of Object.values(placesOf(folder))) {
    await mkdir(place, { mode: 0o700 });
    if (uid !== null) await chown(place, uid, uid);
  }
}

/** Removes whatever a program left, also folders that it closed to their own user. */
export async function removeFolder(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    await openFolders(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function openFolders(folder: string): Promise<void> {
  if (!(await lstat(folder)).isDirectory()) return;
  await chmod(folder, 0o700);
  for (const name of await readdir(folder)) await openFolders(path.join(folder, name));
}
