/**
 * The /etc that programs see: copies, since each mount costs a start a good part of a millisecond, and there would be twenty.
 *
 * Names, certificates, fonts, time: nothing of it is secret. What has not changed is left alone, since running programs are reading it.
 */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

const COPIED = [
  ...[
    'hosts',
    'host.conf',
    'nsswitch.conf',
    'gai.conf',
    'protocols',
    'services',
    'localtime',
    'timezone',
    'mime.types',
  ],
  ...['ssl/certs', 'ssl/openssl.cnf', 'pki/tls/certs', 'pki/ca-trust/extracted', 'fonts', 'alternatives'],
  ...['ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'os-release', 'debian_version'],
];
/** Changes while programs run, as the machine moves from one network to another: it is mounted. */
export const LIVE_FILES = ['resolv.conf'];

export function makeEtc(folder: string, accounts: Readonly<Record<'passwd' | 'group', string>>): void {
  for (const name of COPIED) copy(`/etc/${name}`, path.join(folder, name));
  const texts = { ...accounts, ...Object.fromEntries(LIVE_FILES.map((name) => [name, ''])) };
  for (const [name, text] of Object.entries(texts)) {
    const file = path.join(folder, name);
    if (!existsSync(file) || statSync(file).size !== text.length) writeFileSync(file, text);
    chmodSync(file, 0o644);
  }
}

/** Links to files of the system stay links, which programs can follow as well; others become what they lead to. */
function copy(from: string, to: string): void {
  const target = isLink(from) ? readlinkSync(from) : null;
  const isOfSystem = target !== null && /^(\.\.\/)*\/?usr\//.test(target);
  if (isOfSystem) link(target, to);
  const stat = isOfSystem ? undefined : statSync(from, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    mkdirSync(to, { recursive: true, mode: 0o755 });
    for (const name of readdirSync(from)) copy(path.join(from, name), path.join(to, name));
  } else if (stat?.isFile() && (stat.mode & 0o004) !== 0) {
    copyFile(from, to, stat.mtime);
  }
}

function link(target: string, to: string): void {
  if (isLink(to) && readlinkSync(to) === target) return;
  mkdirSync(path.dirname(to), { recursive: true });
  rmSync(to, { force: true });
  symlinkSync(target, to);
}

function copyFile(from: string, to: string, modified: Date): void {
  const before = statSync(to, { throwIfNoEntry: false });
  if (before && before.mtimeMs === modified.getTime() && before.size === statSync(from).size) return;
  mkdirSync(path.dirname(to), { recursive: true });
  copyFileSync(from, to);
  chmodSync(to, 0o644);
  utimesSync(to, modified, modified);
}

function isLink(name: string): boolean {
  return lstatSync(name, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
