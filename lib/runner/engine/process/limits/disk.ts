/**
 * What a program stores on the disk, looked at now and then by `du`, which follows no links whatever the program does meanwhile. One that
 * stores too much is ended: the disk is everybody's, the database's too.
 */
import { execFile } from 'node:child_process';
import { appendFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Program } from '../program/program.ts';
import { filesOf } from '../program/record.ts';
import { placesOf } from '../program-folder.ts';

const LOOK_EVERY_MILLIS = 5_000;

/** Bytes of the disk under some folders. Rejects where that cannot be told. */
async function bytesUnder(folders: readonly string[]): Promise<number> {
  const du = promisify(execFile);
  const { stdout } = await du('du', ['-skx', '--', ...folders], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
  }).catch(
    // What vanished meanwhile is no reason to know nothing of the rest.
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }),
  );
  const sizes = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => Number.parseInt(line, 10) * 1024);
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Watches a program until it has ended. `copied`: what it is given of its own, and does not count; null for nothing. */
export function watchDisk(program: Program, limitBytes: number, copied: string | null): void {
  let given: number | undefined;
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      given ??= copied === null ? 0 : await bytesUnder([copied]);
      if ((await bytesUnder(Object.values(placesOf(program.folder)))) - given <= limitBytes || program.isOver) return;
      const words = `\nThe program was ended: it stored more than ${Math.floor(limitBytes / 1024 ** 2)} MB on the disk.\n`;
      await appendFile(filesOf(program.folder).output, words);
      await program.kill();
    } finally {
      isLooking = false;
    }
  };
  const timer = setInterval(() => void look().catch(() => {}), LOOK_EVERY_MILLIS).unref();
  void program.ended.then(() => clearInterval(timer));
}
