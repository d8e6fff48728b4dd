/**
 * What a program sees of the machine, in words that every kind of sandbox can put into effect.
 *
 * Nothing is there but what is listed: system programs and libraries read-only, a few files of /etc, Node.js, and the program's own folders.
 */
import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { reachable } from '../../reach.ts';
import { LIVE_FILES } from './etc.ts';

export type Mount =
  | { kind: 'readOnly' | 'writable'; from: string; to: string }
  | { kind: 'link'; target: string; to: string }
  /** An empty folder in memory; `bytes`: how much it may hold. */
  | { kind: 'memory'; to: string; bytes: number };

export interface View {
  mounts: readonly Mount[];
  environment: Readonly<Record<string, string>>;
  workdir: string;
}

/** Where Node.js is for a program, whichever one runs the platform. */
export const NODE_DIR = '/opt/node';
export const HOME = '/home/actor';
export const SEARCH_PATH = `${NODE_DIR}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;

const ROOT_FOLDERS = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'];

/**
 * The system's part of a view: the same for every program, so it is made once. The fewer mounts, the quicker a start.
 * `hidden`: folders that must stay unseen even where they lie in a system folder. `etc`: what programs see as /etc.
 */
export function systemMounts(hidden: readonly string[], etc: string): Mount[] {
  const root = ROOT_FOLDERS.filter((name) => existsSync(`/${name}`)).map((name) => whole(`/${name}`));
  const live = LIVE_FILES.filter((name) => existsSync(`/etc/${name}`)).map((name) => file(`/etc/${name}`));
  const covers = hidden
    .filter((folder) => existsSync(folder))
    .map((folder) => realpathSync(folder))
    .filter((folder) => isWithin(folder, '/usr') && !isWithin(folder, '/usr/src'))
    .map((to): Mount => ({ kind: 'memory', to, bytes: 4096 }));
  return [...usrMounts(), ...root, { kind: 'readOnly', from: etc, to: '/etc' }, ...live, ...covers];
}

/** With an empty /usr/src, in which Actors have their place. Where the machine has none to cover, /usr is taken apart. */
function usrMounts(): Mount[] {
  if (existsSync('/usr/src')) {
    return [
      { kind: 'readOnly', from: '/usr', to: '/usr' },
      { kind: 'memory', to: '/usr/src', bytes: 4096 },
    ];
  }
  return readdirSync('/usr').map((name) => whole(`/usr/${name}`));
}

export function nodeMount(): Mount {
  return file(reachable(process.execPath), `${NODE_DIR}/bin/node`);
}

/** npm beside Node.js. */
export function npmMounts(npmDir: string): Mount[] {
  const commands = ['npm', 'npx'].map((name): Mount => {
    const target = `../lib/node_modules/npm/bin/${name}-cli.js`;
    return { kind: 'link', target, to: `${NODE_DIR}/bin/${name}` };
  });
  return [file(reachable(npmDir), `${NODE_DIR}/lib/node_modules/npm`), ...commands];
}

export function isWithin(inner: string, outer: string): boolean {
  const relative = path.relative(outer, inner);
  return relative === '' || !(relative === '..' || relative.startsWith('../') || path.isAbsolute(relative));
}

function whole(name: string): Mount {
  return lstatSync(name).isSymbolicLink()
    ? { kind: 'link', target: readlinkSync(name), to: name }
    : { kind: 'readOnly', from: name, to: name };
}

/** The file behind a link, since what a link leads to may be somewhere unseen. */
function file(from: string, to = from): Mount {
  return { kind: 'readOnly', from: realpathSync(from), to };
}
