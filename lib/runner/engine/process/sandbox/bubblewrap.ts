/**
 * A sandbox by bubblewrap, 0.8 or later. Source: `man bwrap`.
 *
 * Everything but the command goes through a file: what is on a command line, every user of the machine may read.
 */
import type { Mount, View } from './view.ts';

/** Where the program that is started finds these, whatever the sandbox. */
export const SECCOMP_FD = 4;
export const SETTINGS_FD = 5;

/** Who the program is in its sandbox; on the machine it is somebody else. */
export const ACTOR_UID = 1000;

/**
 * `--as-pid-1`: without it bubblewrap itself stays as process 1 and lets what the program left behind go on after its end.
 * There is no `--die-with-parent`: a program goes on when its worker dies.
 */
const FIXED = [
  ...['--unshare-user', '--unshare-ipc', '--unshare-pid', '--unshare-uts', '--unshare-cgroup-try', '--disable-userns'],
  ...['--new-session', '--as-pid-1', '--hostname', 'actor', '--clearenv'],
  ...['--uid', `${ACTOR_UID}`, '--gid', `${ACTOR_UID}`],
  ...['--proc', '/proc', '--dev', '/dev'],
];
/** Otherwise these would be memory that nobody counts. */
const SEALED = ['--remount-ro', '/dev', '--remount-ro', '/'];

export function bubblewrapArgs(command: readonly string[], hasSeccomp: boolean): string[] {
  const seccomp = hasSeccomp ? ['--seccomp', `${SECCOMP_FD}`] : [];
  return ['--args', `${SETTINGS_FD}`, ...seccomp, '--', ...command];
}

export function bubblewrapSettings(view: View): Buffer {
  const environment = Object.entries(view.environment).flatMap(([name, value]) => ['--setenv', name, value]);
  const args = [...FIXED, ...environment, ...view.mounts.flatMap(mountArgs), ...SEALED, '--chdir', view.workdir];
  if (args.some((arg) => arg.includes('\0'))) throw new Error('An environment variable has a NUL character');
  return Buffer.from(args.map((arg) => `${arg}\0`).join(''));
}

function mountArgs(mount: Mount): string[] {
  switch (mount.kind) {
    case 'readOnly':
      return ['--ro-bind', mount.from, mount.to];
    case 'writable':
      return ['--bind', mount.from, mount.to];
    case 'link':
      return ['--symlink', mount.target, mount.to];
    case 'memory':
      return ['--size', `${mount.bytes}`, '--perms', '1777', '--tmpfs', mount.to];
  }
}
