/**
 * Where the embedded database lives, and as whom.
 *
 * PostgreSQL refuses to run as root, so under root it runs as `postgres` or `nobody`, who must be able to reach its folder. When the data
 * directory lies below a folder closed to others, such as /root, the files are kept in /var/lib/gatehouse, with a link from the data directory.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { embeddedSocketDir } from '../../lib/env.ts';
import { EmbeddedDatabaseError } from './error.ts';

/** Who runs PostgreSQL; empty for the user we are. The names are those of `child_process.spawn`. */
export type DatabaseUser = { uid?: number; gid?: number };

/** Where the files go when the data directory cannot be reached by the lowered user. */
const SHARED_BASE = '/var/lib/gatehouse';

/** The real path of the folder `<dataDir>/postgres`, made if absent, and who runs PostgreSQL there. Throws `EmbeddedDatabaseError`. */
export function openHome(dataDir: string, log: (line: string) => void): { home: string; user: DatabaseUser } {
  const link = path.join(dataDir, 'postgres');
  if (!fs.existsSync(link)) makeHome(link, loweredUser(), log);
  const home = fs.realpathSync(link);
  const user = ownerOf(home);
  if (!mayUse(home, user)) {
    throw new EmbeddedDatabaseError(
      `The database's folder ${home} cannot be used by user ${user.uid ?? process.getuid?.()}. Give it back to that user, or set DATA_DIR to another folder.`,
    );
  }
  return { home, user };
}

function makeHome(link: string, user: DatabaseUser, log: (line: string) => void): void {
  if (fs.lstatSync(link, { throwIfNoEntry: false })) {
    throw new EmbeddedDatabaseError(`The database's files are gone: ${link} links to ${fs.readlinkSync(link)}.`);
  }
  makePrivateFolder(link, user);
  if (mayUse(link, user)) return;
  fs.rmdirSync(link);
  fs.mkdirSync(SHARED_BASE, { recursive: true, mode: 0o711 });
  // A name of its own for each, never derived from the path: a new checkout at an old place must not find the old one's data.
  const home = fs.mkdtempSync(path.join(SHARED_BASE, 'database-'));
  if (user.uid !== undefined && user.gid !== undefined) fs.chownSync(home, user.uid, user.gid);
  fs.symlinkSync(home, link);
  log(`Keeping the database's files in ${home}, since ${path.dirname(link)} is closed to the user it runs as.`);
}

/** Under root: `postgres`, or else `nobody`. */
function loweredUser(): DatabaseUser {
  if (process.getuid?.() !== 0) return {};
  const users = fs.readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new EmbeddedDatabaseError(
    'PostgreSQL does not run as root, and this system has no user "postgres" or "nobody". Start Gatehouse as an ordinary user, or set DATABASE_URL.',
  );
}

/** Under root, the folder's owner: so data made by an ordinary user stays theirs when root starts it later. */
function ownerOf(home: string): DatabaseUser {
  if (process.getuid?.() !== 0) return {};
  const { uid, gid } = fs.statSync(home);
  if (uid !== 0) return { uid, gid };
  const user = loweredUser();
  if (user.uid !== undefined && user.gid !== undefined) fs.chownSync(home, user.uid, user.gid);
  return user;
}

/** Whether the user can enter the folder and write there. Asked of the system, since any folder above may be closed. */
function mayUse(folder: string, user: DatabaseUser): boolean {
  const test = spawnSync('/bin/sh', ['-c', 'test -x "$0" && test -w "$0"', folder], { ...user, cwd: '/' });
  return test.status === 0;
}

/** The real path of the folder for the Unix socket, made if absent and open to its owner only. Throws `EmbeddedDatabaseError`. */
export function openSocketDir(dataDir: string, user: DatabaseUser): string {
  const folder = embeddedSocketDir(dataDir);
  makePrivateFolder(folder, user);
  const { uid } = fs.lstatSync(folder);
  // It may lie in the system's folder for temporary files, where a stranger could have made it before us.
  if (fs.lstatSync(folder).isSymbolicLink() || uid !== (user.uid ?? process.getuid?.())) {
    throw new EmbeddedDatabaseError(
      `The folder ${folder} belongs to somebody else. Remove it, or set DATA_DIR to a shorter path.`,
    );
  }
  fs.chmodSync(folder, 0o700);
  return fs.realpathSync(folder);
}

function makePrivateFolder(folder: string, user: DatabaseUser): void {
  if (fs.existsSync(folder)) return;
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) fs.chownSync(folder, user.uid, user.gid);
}
