/**
 * What a program sees of the machine, in words that every kind of sandbox can put into effect.
 *
 * Nothing is there but what is listed: system programs and libraries read-only, a few files of /etc, Node.js, and the program's own folders.
 * `/usr` is taken apart, so that places such as /usr/src/app can be put into it.
 */
import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';

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

/** What programs need of /etc: names, certificates, fonts, time. Nothing of it is secret. */
const ETC_FILES = [
  ...[
    'resolv.conf',
    'hosts',
    'host.conf',
    'nsswitch.conf',
    'gai.conf',
    'protocols',
    'services',
    'localtime',
    'timezone',
  ],
  ...['ssl/certs', 'ssl/openssl.cnf', 'pki/tls', 'pki/ca-trust', 'ca-certificates', 'ca-certificates.conf'],
  ...[
    'fonts',
    'mime.types',
    'alternatives',
    'ld.so.cache',
    'ld.so.conf',
    'ld.so.conf.d',
    'os-release',
    'debian_version',
  ],
];
const ROOT_FOLDERS = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'];

/**
 * The system's part of a view: the same for every program, so it is made once.
 * `hidden`: folders that must stay unseen even where they lie in a system folder. `accountsDir`: holds `passwd` and `group`.
 */
export function systemMounts(hidden: readonly string[], accountsDir: string): Mount[] {
  const usr = readdirSync('/usr')
    .filter((name) => name !== 'src')
    .map((name): Mount => whole(`/usr/${name}`));
  const root = ROOT_FOLDERS.filter((name) => existsSync(`/${name}`)).map((name) => whole(`/${name}`));
  const etc = ETC_FILES.filter((name) => existsSync(`/etc/${name}`)).map((name) => file(`/etc/${name}`));
  const accounts = ['passwd', 'group'].map((name) => file(path.join(accountsDir, name), `/etc/${name}`));
  const covers = hidden
    .filter((folder) => existsSync(folder))
    .map((folder) => realpathSync(folder))
    .filter((folder) => usr.some(({ to }) => isWithin(folder, to)))
    .map((to): Mount => ({ kind: 'memory', to, bytes: 4096 }));
  return [...usr, ...root, ...etc, ...accounts, ...covers];
}

/** Node.js and, where `npmDir` is given, npm beside it. */
export function nodeMounts(npmDir: string | null): Mount[] {
  const mounts: Mount[] = [file(realpathSync(process.execPath), `${NODE_DIR}/bin/node`)];
  if (!npmDir) return mounts;
  const npm = `${NODE_DIR}/lib/node_modules/npm`;
  const commands = ['npm', 'npx'].map(
    (name): Mount => ({
      kind: 'link',
      target: `../lib/node_modules/npm/bin/${name}-cli.js`,
      to: `${NODE_DIR}/bin/${name}`,
    }),
  );
  return [...mounts, file(npmDir, npm), ...commands];
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

/** The file behind a link, since what a link in /etc points to may be somewhere unseen. */
function file(from: string, to = from): Mount {
  return { kind: 'readOnly', from: realpathSync(from), to };
}
