/**
 * Limits by control groups, where this process may make them: version 2 beside its own group, or version 1 as root.
 *
 * Sources: the kernel's admin-guide/cgroup-v2.rst and cgroup-v1/{memory,pids,cpuacct}.rst.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Limits } from './limits.ts';

/** Where groups are made. `folders`: one for each hierarchy, by the controllers in it. */
export interface Cgroups {
  version: 1 | 2;
  folders: Readonly<Record<'memory' | 'pids' | 'cpu' | 'cpuacct', string>>;
}

const CONTROLLERS = ['memory', 'pids', 'cpu', 'cpuacct'] as const;
const CPU_PERIOD_MICROS = 100_000;

/** Null: there are none here that this process may use. `name`: of the group over all of ours. */
export function findCgroups(name: string): Cgroups | null {
  return tryEach([() => version2(name), () => version1(name)]);
}

function version2(name: string): Cgroups | null {
  const mount = mountsOf('cgroup2')[0]?.place;
  const own = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
  if (!mount || own === undefined) return null;
  // A group with processes has no groups with controllers below it, so ours are beside this process's own.
  const parent = path.join(mount, own === '/' ? '/' : path.dirname(own));
  const given = readFileSync(path.join(parent, 'cgroup.subtree_control'), 'utf8').trim().split(' ');
  if (!['memory', 'pids', 'cpu'].every((controller) => given.includes(controller))) return null;
  const folder = path.join(parent, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'cgroup.subtree_control'), '+memory +pids +cpu');
  return { version: 2, folders: { memory: folder, pids: folder, cpu: folder, cpuacct: folder } };
}

function version1(name: string): Cgroups | null {
  const mounts = mountsOf('cgroup');
  const folderOf = (controller: string) => {
    const place = mounts.find(({ options }) => options.includes(controller))?.place;
    if (!place) throw new Error(`There is no ${controller} hierarchy`);
    const folder = path.join(place, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  const [memory = '', pids = '', cpu = '', cpuacct = ''] = CONTROLLERS.map(folderOf);
  return { version: 1, folders: { memory, pids, cpu, cpuacct } };
}

/** One program's group. It holds no state: a group of the same key can be taken up by another process. */
export class Cgroup {
  readonly #version: 1 | 2;
  readonly #folders: Cgroups['folders'];

  constructor({ version, folders }: Cgroups, key: string) {
    const folder = (controller: keyof typeof folders) => path.join(folders[controller], key);
    this.#version = version;
    this.#folders = {
      memory: folder('memory'),
      pids: folder('pids'),
      cpu: folder('cpu'),
      cpuacct: folder('cpuacct'),
    };
  }

  create({ memoryBytes, processes, cpu }: Limits): void {
    for (const folder of this.#distinct()) mkdirSync(folder, { recursive: true });
    this.#write('pids', 'pids.max', processes);
    this.setCpu(cpu);
    if (this.#version === 2) {
      this.#write('memory', 'memory.max', memoryBytes);
      this.#writeIfThere('memory', 'memory.swap.max', 0);
      this.#writeIfThere('memory', 'memory.oom.group', 1);
    } else {
      this.#write('memory', 'memory.limit_in_bytes', memoryBytes);
      this.#writeIfThere('memory', 'memory.memsw.limit_in_bytes', memoryBytes);
    }
  }

  /** The files into which a process writes `0` to get in. */
  entries(): string[] {
    return this.#distinct().map((folder) => path.join(folder, 'cgroup.procs'));
  }

  setCpu(cores: number): void {
    const quota = Math.round(cores * CPU_PERIOD_MICROS);
    if (this.#version === 2) this.#write('cpu', 'cpu.max', `${quota} ${CPU_PERIOD_MICROS}`);
    else this.#write('cpu', 'cpu.cfs_quota_us', quota);
  }

  usage(): { memoryBytes: number; cpuMillis: number } {
    const is2 = this.#version === 2;
    const all = Number(this.#read('memory', is2 ? 'memory.current' : 'memory.usage_in_bytes'));
    const stat = this.#read('memory', 'memory.stat');
    const files = Number((is2 ? /^inactive_file (\d+)/m : /^total_inactive_file (\d+)/m).exec(stat)?.[1] ?? 0);
    const cpuMillis = is2
      ? Number(/^usage_usec (\d+)/m.exec(this.#read('cpu', 'cpu.stat'))?.[1] ?? 0) / 1000
      : Number(this.#read('cpuacct', 'cpuacct.usage')) / 1e6;
    return { memoryBytes: Math.max(0, all - files), cpuMillis: Math.round(cpuMillis) };
  }

  /** Whether the kernel ended a process of it for want of memory. */
  hasRunOut(): boolean {
    const file = this.#version === 2 ? 'memory.events' : 'memory.oom_control';
    return Number(/^oom_kill (\d+)/m.exec(this.#read('memory', file))?.[1] ?? 0) > 0;
  }

  /** The numbers of its processes. */
  members(): number[] {
    return this.#read('pids', 'cgroup.procs').split('\n').filter(Boolean).map(Number);
  }

  /** Once nothing runs in it. */
  remove(): void {
    for (const folder of this.#distinct()) removeGroup(folder);
  }

  #distinct(): string[] {
    return [...new Set(Object.values(this.#folders))];
  }

  #read(controller: keyof Cgroups['folders'], file: string): string {
    try {
      return readFileSync(path.join(this.#folders[controller], file), 'utf8');
    } catch {
      return '';
    }
  }

  #write(controller: keyof Cgroups['folders'], file: string, value: number | string): void {
    writeFileSync(path.join(this.#folders[controller], file), `${value}`);
  }

  #writeIfThere(controller: keyof Cgroups['folders'], file: string, value: number): void {
    if (existsSync(path.join(this.#folders[controller], file))) this.#write(controller, file, value);
  }
}

/** Removes the groups whose keys are unknown: what a crash left. */
export function removeOtherGroups({ folders }: Cgroups, isKnown: (key: string) => boolean): void {
  for (const folder of new Set(Object.values(folders))) {
    const keys = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    );
    for (const key of keys) if (!isKnown(key)) removeGroup(path.join(folder, key));
  }
}

/** A group that still holds a process stays; it is found again at the next sweep. */
function removeGroup(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EBUSY') throw error;
  }
}

function mountsOf(type: string): { place: string; options: string[] }[] {
  const lines = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  return lines.flatMap((line) => {
    const [, place = '', found, options = ''] = line.split(' ');
    return found === type ? [{ place, options: options.split(',') }] : [];
  });
}

function tryEach<T>(ways: (() => T | null)[]): T | null {
  for (const way of ways) {
    try {
      const found = way();
      if (found) return found;
    } catch {
      // Not permitted, or read-only, as in most containers: the next way.
    }
  }
  return null;
}
