/**
 * Bubblewrap for the tests of sandboxes: from the packages of the system.
 */
import { spawnSync } from 'node:child_process';

/** Looks for it, and installs it where that can be done. Says what it does, and what it means where there is none. */
export function findOrInstallBubblewrap(): void {
  if (isThere()) return;
  console.log('No bubblewrap found: installing the one of the system (apt-get install bubblewrap)…');
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  run([...sudo, 'apt-get', 'update', '-q']);
  run([...sudo, 'apt-get', 'install', '-y', '-q', '--no-install-recommends', 'bubblewrap']);
  if (!isThere()) console.log('There is no bubblewrap: the tests of sandboxes will fail.');
}

const isThere = () => spawnSync('bwrap', ['--version'], { stdio: 'ignore' }).status === 0;

function run([program = '', ...args]: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'], env });
}
