/**
 * The two shell scripts around a program. A shell is there on every machine, starts in a millisecond and outlives the worker.
 */
import { SECCOMP_FD, SETTINGS_FD } from '../sandbox/bubblewrap.ts';

export const STATUS_FD = 3;
/** The descriptors from this one on are entries of control groups. */
export const GROUPS_FD = 6;
/** A shell counts file sizes in blocks of this many bytes. */
export const BLOCK_BYTES = 512;

/** What `INIT` writes into the status file once the program is about to start; `KEEPER` adds the exit code. */
export const STARTED = 'started';

const CLOSE_ALL = [STATUS_FD, SECCOMP_FD, SETTINGS_FD, ...[0, 1, 2, 3].map((n) => GROUPS_FD + n)]
  .map((fd) => `${fd}<&-`)
  .join(' ');

/**
 * Outside the sandbox: enters the control groups, runs the sandbox, writes down its exit code and keeps what it prints, up to a limit:
 * what comes after that is read and thrown away, so that the program neither fills the disk nor stands still.
 *
 * `$0`: the program's folder, by which the keeper can be found; `$1`: blocks of output to keep; `$2`: descriptors of the groups; then the
 * command. The reader of the output stays out of the groups: a program that runs out of memory must not take its last words along.
 */
export const KEEPER = `
blocks=$1 groups=$2
shift 2
{
  (
    for group in $groups; do echo 0 >&"$group" || exit 125; done
    exec "$@" 2>&1 ${[0, 1, 2, 3].map((n) => `${GROUPS_FD + n}<&-`).join(' ')}
  )
  echo "$?" >&${STATUS_FD}
} | {
  (ulimit -f "$blocks" && exec cat) || {
    printf '\\nThe rest of the output is not kept: there is too much of it.\\n'
    exec cat >/dev/null
  }
} ${CLOSE_ALL}
`;

/**
 * Process 1 of the sandbox, without any privilege: sets the limits that are inherited, copies the sources, and runs the program. All that
 * is left when the program has ended ends with this shell. It has no words of its own ("Terminated") for the program's output.
 *
 * `$1`: processes; `$2`: blocks of one file; `$3`: what to copy into the working directory, or nothing; then the program.
 */
export const INIT = `
processes=$1 blocks=$2 sources=$3
shift 3
umask 022
ulimit -c 0
ulimit -f "$blocks"
ulimit -p "$processes" 2>/dev/null || ulimit -u "$processes" 2>/dev/null
[ -z "$sources" ] || cp -R "$sources/." . || exit 125
echo ${STARTED} >&${STATUS_FD}
exec 9>&2 2>/dev/null ${STATUS_FD}>&-
"$@" 2>&9 9>&-
exit $?
`;
