/**
 * The S3 server for the tests: Ceph's, from the packages of the system.
 */
import { spawnSync } from 'node:child_process';

const PROGRAMS = ['radosgw', 'radosgw-admin', 'ceph-mon', 'ceph-osd', 'ceph'];
const PACKAGES = ['radosgw', 'ceph-mon', 'ceph-osd', 'ceph-common'];

/** Looks for it, and installs it where that can be done. Says what it does, and what it means where there is none. */
export function findOrInstallS3Server(): void {
  if (isThere()) return;
  console.log(`No S3 server found: installing the one of the system (apt-get install ${PACKAGES.join(' ')})…`);
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  run([...sudo, 'apt-get', 'update', '-q']);
  run([...sudo, 'apt-get', 'install', '-y', '-q', '--no-install-recommends', ...PACKAGES]);
  if (!isThere()) console.log('There is no S3 server: records will NOT be tried against one.');
}

const isThere = () => PROGRAMS.every((name) => spawnSync('/bin/sh', ['-c', 'command -v "$0"', name]).status === 0);

function run([program = '', ...args]: string[]): void {
  // The packages bring services of their own, which nobody needs here.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'], env });
}
