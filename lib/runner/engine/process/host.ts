/** What this machine has to offer: found once, by trying, and used for every program. */
import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { EngineState } from '../engine.ts';
import type { Folders } from './folders.ts';
import { type Cgroups, findCgroups } from './limits/cgroup.ts';
import { ACTOR_UID } from './sandbox/bubblewrap.ts';
import { makeEtc } from './sandbox/etc.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { hasSeccomp, seccompProgram } from './sandbox/seccomp.ts';
import { HOME, isWithin, type Mount, nodeMount, systemMounts } from './sandbox/view.ts';

export interface HostOptions {
  folders: Folders;
  /** Must stay unseen by programs even where they lie in a system folder. */
  hidden: readonly string[];
  /** Where programs of the system are looked for, as in PATH. */
  searchPath: string;
  /** Whether control groups may be used. */
  mayUseCgroups: boolean;
}

export interface Host {
  sandbox: Sandbox;
  cgroups: Cgroups | null;
  /** What every program sees. */
  mounts: readonly Mount[];
  state: EngineState;
}

/** Runs a small program in a sandbox; says what went wrong, or null. */
export type Trial = (host: Host) => Promise<string | null>;

const REMEDY = 'apt-get install bubblewrap';
const REMEDY_NAMESPACES =
  'Let programs make user namespaces: on Ubuntu 24.04 an AppArmor profile for /usr/bin/bwrap, or kernel.apparmor_restrict_unprivileged_userns=0; on older Debian kernel.unprivileged_userns_clone=1; in a container a seccomp profile that allows them. Or use the docker engine.';

export async function findHost(options: HostOptions, groupName: string, trial: Trial): Promise<Host> {
  if (process.platform !== 'linux')
    return without(options, `The process engine needs Linux, this is ${process.platform}.`);
  const cgroups = options.mayUseCgroups ? findCgroups(groupName) : null;
  const { etc } = options.folders;
  const actor = `actor:x:${ACTOR_UID}:`;
  makeEtc(etc, { passwd: `${actor}${ACTOR_UID}:Actor:${HOME}:/bin/sh\n`, group: `${actor}\n` });
  const mounts = [...systemMounts(options.hidden, etc), nodeMount()];
  const exposed = options.hidden.find((folder) => mounts.some((mount) => exposes(mount, folder)));
  if (exposed) return without(options, `${exposed} is itself a folder of the system that programs see.`);

  const failures: string[] = [];
  for (const sandbox of candidates(options)) {
    const host: Host = { sandbox, cgroups, mounts, state: stateOf(sandbox, cgroups, failures) };
    const failure = await trial(host);
    if (failure === null) return host;
    failures.push(`${sandbox.kind}: ${failure}`);
  }
  const none: Host = {
    sandbox: { kind: 'none' },
    cgroups,
    mounts,
    state: stateOf({ kind: 'none' }, cgroups, failures),
  };
  const failure = await trial(none);
  return failure === null ? none : without(options, `Programs cannot be started: ${failure}`);
}

function candidates({ folders, searchPath }: HostOptions): Sandbox[] {
  const found: Sandbox[] = [];
  const bwrap = findProgram('bwrap', searchPath);
  if (bwrap) found.push({ kind: 'bubblewrap', program: bwrap, seccompFile: seccompFile(folders) });
  const unshare = findProgram('unshare', searchPath);
  if (unshare) found.push({ kind: 'util-linux', program: unshare, place: folders.root });
  return found;
}

function stateOf(sandbox: Sandbox, cgroups: Cgroups | null, failures: readonly string[]): EngineState {
  const limits = cgroups
    ? `limits by control groups (version ${cgroups.version})`
    : 'memory and processes limited by looking each second, CPU not limited';
  const because = failures.length > 0 ? ` (${failures.join('; ')})` : '';
  const remedy = failures.length > 0 ? REMEDY_NAMESPACES : REMEDY;
  switch (sandbox.kind) {
    case 'bubblewrap':
      return { isAvailable: true, isolation: 'sandbox', summary: `Sandbox by bubblewrap, ${limits}.`, remedy: null };
    case 'util-linux':
      return {
        isAvailable: true,
        isolation: 'sandbox',
        summary: `Sandbox by util-linux, without a filter for system calls, ${limits}${because}.`,
        remedy,
      };
    case 'none':
      return {
        isAvailable: true,
        isolation: 'none',
        summary: `No sandbox works here: only the operator's own Actors can run${because}.`,
        remedy,
      };
  }
}

function without({ folders }: HostOptions, summary: string): Host {
  const state: EngineState = {
    isAvailable: false,
    isolation: 'none',
    summary,
    remedy: `Use the docker engine, or a data directory elsewhere than ${folders.top}.`,
  };
  return { sandbox: { kind: 'none' }, cgroups: null, mounts: [], state };
}

function findProgram(name: string, searchPath: string): string | null {
  const files = searchPath.split(':').map((folder) => path.join(folder, name));
  return files.find((file) => path.isAbsolute(file) && existsSync(file)) ?? null;
}

function seccompFile({ top }: Folders): string | null {
  if (!hasSeccomp(process.arch)) return null;
  const file = path.join(top, 'seccomp.bpf');
  writeFileSync(file, seccompProgram(process.arch));
  return file;
}

/** A folder of the system that lies in a hidden one cannot be covered without being lost. */
function exposes(mount: Mount, folder: string): boolean {
  const isSystems = mount.kind === 'readOnly' && mount.from === mount.to;
  return isSystems && existsSync(folder) && isWithin(mount.from, realpathSync(folder));
}
