/** Starts a program in a folder of its own: an Actor's run, a step of a build, or a trial of the machine. */
import { symlink } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { EngineContext } from './context.ts';
import { Cgroup } from './limits/cgroup.ts';
import { watchDisk } from './limits/disk.ts';
import { heapMbytes, type Limits, limitsFor } from './limits/limits.ts';
import { launch } from './program/launch.ts';
import { Program } from './program/program.ts';
import type { ProgramRecord } from './program/record.ts';
import { makeProgramFolder, placesOf, removeFolder } from './program-folder.ts';
import { HOME, type Mount, NODE_DIR, SEARCH_PATH, type View } from './sandbox/view.ts';
import { releaseSlot, takeSlot } from './slots.ts';

export interface ProgramSpec {
  /** The name of the program's folder, its slot and its control group. */
  key: string;
  /** Where that folder is made. */
  parent: string;
  command: readonly string[];
  /** As the program sees it; its own folder `app` is there. */
  workdir: string;
  environment: Readonly<Record<string, string>>;
  memoryMbytes: number;
  /** An installed build: its sources are copied into `app`, its modules lie there read-only. */
  build: { id: string; sources: string; modules: string | null } | null;
  /** What it sees beyond what every program sees. */
  mounts: readonly Mount[];
  /** Puts files into the program's folder before the start. */
  prepare?: (folder: string, uid: number | null) => Promise<void>;
}

/** Where the sources of a build are for the program that copies them. */
const SOURCES = '/opt/build';
/** How long a program may use every core, however small it is: starting is what costs most, and people wait for it. */
const START_BOOST_MILLIS = 10_000;

export async function startProgram(context: EngineContext, spec: ProgramSpec): Promise<Program> {
  const folder = path.join(spec.parent, spec.key);
  const uid = takeSlot(context.folders.slots, spec.key);
  const cgroup = context.host.cgroups && new Cgroup(context.host.cgroups, spec.key);
  let isMade = false;
  try {
    await makeProgramFolder(folder, uid);
    isMade = true;
    await spec.prepare?.(folder, uid);
    const limits = limitsFor(spec.memoryMbytes);
    cgroup?.create({ ...limits, cpu: availableParallelism() });
    const isSandboxed = context.host.sandbox.kind !== 'none';
    const view = isSandboxed ? sandboxView(context, spec, folder) : await bareView(spec, folder);
    const copyFrom = spec.build && (isSandboxed ? SOURCES : spec.build.sources);
    const { outputBytes } = context;
    const { command, memoryMbytes } = spec;
    const buildId = spec.build?.id ?? null;
    const job = { folder, uid, command, view, copyFrom, limits, memoryMbytes, buildId, outputBytes };
    const { record, keeperExit } = await launch(context.host.sandbox, job, cgroup);
    return superviseProgram(context, { folder, key: spec.key, record, keeperExit });
  } catch (error) {
    cgroup?.remove();
    if (isMade) await removeFolder(folder);
    releaseSlot(context.folders.slots, uid);
    throw error;
  }
}

/** Takes a running program under this worker's care: its limits, and what is left to do when it is cleared. */
export function superviseProgram(
  { host, guard, folders }: EngineContext,
  parts: { folder: string; key: string; record: ProgramRecord; keeperExit: Promise<unknown> | null },
): Program {
  const { folder, key, record, keeperExit } = parts;
  const cgroup = record.hasCgroup && host.cgroups ? new Cgroup(host.cgroups, key) : null;
  const clear = async () => {
    cgroup?.remove();
    await removeFolder(folder);
    releaseSlot(folders.slots, record.uid);
  };
  const program = new Program({ folder, record, cgroup, keeperExit, handle: { key }, clear });
  const limits = limitsFor(record.memoryMbytes);
  if (cgroup) endBoost(cgroup, limits, program, keeperExit === null ? 0 : START_BOOST_MILLIS);
  else guard.watch({ program, folder, limits });
  watchDisk(
    program,
    limits.diskBytes,
    record.buildId === null ? null : path.join(folders.builds, record.buildId, 'app'),
  );
  return program;
}

function endBoost(cgroup: Cgroup, { cpu }: Limits, program: Program, afterMillis: number): void {
  const timer = setTimeout(() => program.isOver || cgroup.setCpu(cpu), afterMillis).unref();
  void program.ended.then(() => clearTimeout(timer));
}

function sandboxView({ host }: EngineContext, spec: ProgramSpec, folder: string): View {
  const { app, home, tmp } = placesOf(folder);
  const mounts: Mount[] = [
    ...host.mounts,
    { kind: 'writable', from: tmp, to: '/tmp' },
    { kind: 'writable', from: home, to: HOME },
    { kind: 'writable', from: app, to: spec.workdir },
    { kind: 'memory', to: '/dev/shm', bytes: Math.floor((spec.memoryMbytes * 1024 ** 2) / 4) },
    ...spec.mounts,
  ];
  if (spec.build) mounts.push({ kind: 'readOnly', from: spec.build.sources, to: SOURCES });
  if (spec.build?.modules) {
    mounts.push({ kind: 'readOnly', from: spec.build.modules, to: path.posix.join(spec.workdir, 'node_modules') });
  }
  return { mounts, environment: { PATH: SEARCH_PATH, HOME, ...environmentOf(spec) }, workdir: spec.workdir };
}

/** Without a sandbox: the same folders at their own places. */
async function bareView(spec: ProgramSpec, folder: string): Promise<View> {
  const { app, home, tmp } = placesOf(folder);
  if (spec.build?.modules) await symlink(spec.build.modules, path.join(app, 'node_modules'));
  const PATH = [
    path.dirname(process.execPath),
    ...SEARCH_PATH.split(':').filter((place) => !place.startsWith(NODE_DIR)),
  ];
  return {
    mounts: [],
    environment: { PATH: PATH.join(':'), HOME: home, TMPDIR: tmp, ...environmentOf(spec) },
    workdir: app,
  };
}

function environmentOf({ environment, memoryMbytes }: ProgramSpec): Record<string, string> {
  const heap = `--max-old-space-size=${heapMbytes(memoryMbytes)}`;
  // The last of several wins, so an Actor may set its own.
  const NODE_OPTIONS = environment.NODE_OPTIONS ? `${heap} ${environment.NODE_OPTIONS}` : heap;
  return { LANG: 'C.UTF-8', NODE_ENV: 'production', ...environment, NODE_OPTIONS };
}
