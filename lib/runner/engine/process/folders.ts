/**
 * Where the process engine keeps things:
 *
 *     builds/<build>/       an installed build: manifest.json, app/ (its sources), modules/ (its node_modules)
 *     runs/<run>.<attempt>/ a program: settings of ours, and app/, home/ and tmp/, which alone it can reach
 *     work/<name>/          a build that is being made, in the same form
 *     slots/<number>        which program runs under which user, where the worker is root
 *     etc/                  what programs see as /etc
 *     root/                 empty; a place to build a view over
 *
 * The folders can be searched but not listed by others: a sandbox is set up by the program's own user, who must reach what it binds.
 */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

export interface Folders {
  top: string;
  builds: string;
  runs: string;
  work: string;
  slots: string;
  etc: string;
  root: string;
}

export function makeFolders(top: string): Folders {
  const within = (name: string) => path.join(top, name);
  const folders = {
    top,
    builds: within('builds'),
    runs: within('runs'),
    work: within('work'),
    slots: within('slots'),
    etc: within('etc'),
    root: within('root'),
  };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true, mode: 0o711 });
  return folders;
}

/** Of the control group over all of a folder's: engines with other folders on the same machine must not sweep it. */
export function groupNameOf(top: string): string {
  return `gatehouse-${createHash('sha256').update(top).digest('hex').slice(0, 12)}`;
}

/** Ids come from the platform itself; whatever else came would be a path of somebody's choosing. */
export function checkedId(id: string): string {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) throw new Error(`Not an id: ${JSON.stringify(id)}`);
  return id;
}

export function programKey(runId: string, attempt: number): string {
  if (!Number.isSafeInteger(attempt) || attempt < 0) throw new Error(`Not an attempt: ${attempt}`);
  return `${checkedId(runId)}.${attempt}`;
}

export function parseProgramKey(key: string): { runId: string; attempt: number } | null {
  const [, runId, attempt] = /^([A-Za-z0-9_-]{1,64})\.(\d{1,15})$/.exec(key) ?? [];
  return runId && attempt ? { runId, attempt: Number(attempt) } : null;
}
