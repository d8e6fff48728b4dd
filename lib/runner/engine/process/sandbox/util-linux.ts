/**
 * A sandbox from the tools that every Linux has: `unshare` makes the namespaces, a script the view, `setpriv` gives up every privilege.
 *
 * It shows the same view as bubblewrap's and refuses new user namespaces, but it filters no system calls.
 */
import { ACTOR_UID, SETTINGS_FD } from './bubblewrap.ts';
import type { Mount, View } from './view.ts';

const DEVICES = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];
const DEVICE_LINKS = { fd: '/proc/self/fd', stdin: 'fd/0', stdout: 'fd/1', stderr: 'fd/2', ptmx: 'pts/ptmx' };

export const UNSHARE_ARGS = [
  ...['--user', '--map-root-user', '--mount', '--ipc', '--uts', '--pid', '--cgroup', '--fork', '--'],
  // As its input, since the file has no name any more and belongs to the worker.
  ...['/bin/sh', '-c', `exec /bin/sh -s -- "$@" <&${SETTINGS_FD}`, 'sh'],
];

/**
 * The script: `$@` is the command. The second user namespace is there so that the program is not root, and is the last one allowed.
 * `place`: an empty folder of the machine, over which the view is built.
 */
export function utilLinuxScript(view: View, place: string): Buffer {
  // A shell can export no other names.
  const names = Object.keys(view.environment).filter((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name));
  const prefix = prefixFor(names);
  const lines = [
    'set -e',
    'export PATH=/usr/sbin:/usr/bin:/sbin:/bin',
    'hostname actor 2>/dev/null || true',
    'mount --make-rprivate /',
    `mount -t tmpfs -o mode=755 tmpfs ${quote(place)}`,
    `cd ${quote(place)}`,
    'mkdir -p proc dev tmp old etc',
    'mount -t proc -o nosuid,nodev,noexec proc proc',
    'mount -t tmpfs -o mode=755,size=64k tmpfs dev',
    'mkdir -p dev/pts dev/shm',
    'mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts',
    ...DEVICES.map((name) => `touch dev/${name}; mount --bind /dev/${name} dev/${name}`),
    ...Object.entries(DEVICE_LINKS).map(([name, target]) => `ln -s ${target} dev/${name}`),
    ...view.mounts.flatMap(mountLines),
    'mount -o remount,bind,ro dev',
    'pivot_root . old',
    'cd /',
    'umount -l old',
    'rmdir old',
    'mount -o remount,bind,ro /',
    'echo 1 > /proc/sys/user/max_user_namespaces',
    `cd ${quote(view.workdir)}`,
    'unset PATH OLDPWD',
    ...names.map((name) => `export ${prefix}${name}=${quote(view.environment[name] ?? '')}`),
    `exec /usr/bin/unshare --user --map-user=${ACTOR_UID} --map-group=${ACTOR_UID} -- /usr/bin/setpriv --no-new-privs --inh-caps=-all --ambient-caps=-all -- /bin/sh -c ${quote(renaming(prefix))} sh ${quote(names.join(' '))} "$@" </dev/null ${SETTINGS_FD}<&-`,
  ];
  return Buffer.from(`${lines.join('\n')}\n`);
}

/**
 * The program's variables have other names until every privilege is given up: what is read from LD_PRELOAD and its like by the tools that set
 * the sandbox up would run with their privileges.
 */
function prefixFor(names: readonly string[]): string {
  let prefix = '_own_';
  while (names.some((name) => name.startsWith(prefix))) prefix += '_';
  return prefix;
}

/** A script that gives the variables their names back; `$1`: the names; then the command. */
const renaming = (prefix: string) => `
for ${prefix} in $1; do eval "export \${${prefix}}=\\"\\$${prefix}\${${prefix}}\\"; unset ${prefix}\${${prefix}}"; done
unset ${prefix}
shift
exec "$@"`;

function mountLines(mount: Mount): string[] {
  const to = quote(`.${mount.to}`);
  const parent = `mkdir -p ${quote(parentOf(`.${mount.to}`))}`;
  switch (mount.kind) {
    case 'link':
      return [parent, `ln -s ${quote(mount.target)} ${to}`];
    case 'memory':
      return [`mkdir -p ${to}`, `mount -t tmpfs -o mode=1777,nosuid,nodev,size=${mount.bytes} tmpfs ${to}`];
    default: {
      const from = quote(mount.from);
      const place = `if [ -d ${from} ]; then mkdir -p ${to}; else ${parent}; [ -e ${to} ] || : > ${to}; fi`;
      const access = mount.kind === 'readOnly' ? 'ro' : 'rw';
      return [place, `mount --rbind ${from} ${to}`, `mount -o remount,bind,nosuid,nodev,${access} ${to}`];
    }
  }
}

function parentOf(name: string): string {
  return name.slice(0, name.lastIndexOf('/'));
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
