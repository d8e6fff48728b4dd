/** The processes of this machine, read from /proc. Source: `man 5 proc`. */
import { readdirSync, readFileSync } from 'node:fs';

/** A process that cannot be taken for a later one with the same number. `startedAt`: in clock ticks since the machine started. */
export interface ProcessId {
  pid: number;
  startedAt: number;
}

export interface ProcessFacts extends ProcessId {
  parent: number;
  isZombie: boolean;
  session: number;
  /** What it and its children that have ended used. */
  cpuMillis: number;
}

/** Of every Linux that runs Node.js: what `getconf CLK_TCK` says, whatever the kernel's own clock. */
const MILLIS_PER_TICK = 10;

/** Null: there is no such process. */
export function readProcess(pid: number): ProcessFacts | null {
  const line = read(`/proc/${pid}/stat`);
  if (line === null) return null;
  // The name, in parentheses, may hold spaces and parentheses.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const number = (index: number) => Number(fields[index - 3]);
  const ticks = number(14) + number(15) + number(16) + number(17);
  return {
    pid,
    startedAt: number(22),
    parent: number(4),
    session: number(6),
    isZombie: fields[0] === 'Z' || fields[0] === 'X',
    cpuMillis: ticks * MILLIS_PER_TICK,
  };
}

export function isRunning({ pid, startedAt }: ProcessId): boolean {
  const found = readProcess(pid);
  return found !== null && !found.isZombie && found.startedAt === startedAt;
}

export function processTable(): ProcessFacts[] {
  const table: ProcessFacts[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const found = readProcess(Number(name));
    if (found) table.push(found);
  }
  return table;
}

/** The processes under one, and itself. Those of a sandbox are all under its process 1, whatever became of their parents. */
export function treeOf(root: number, table: readonly ProcessFacts[]): ProcessFacts[] {
  const children = Map.groupBy(table, ({ parent }) => parent);
  const found = table.filter(({ pid }) => pid === root);
  // Grows while it is walked.
  for (const { pid } of found) found.push(...(children.get(pid) ?? []));
  return found;
}

/** Memory of its own, without what it shares with files, in bytes; 0 when it is gone. Pages shared with a fork count for each. */
export function memoryOf(pid: number): number {
  const status = read(`/proc/${pid}/status`) ?? '';
  const kbytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return (kbytes('RssAnon') + kbytes('RssShmem')) * 1024;
}

/** Whether it is process 1 of a process namespace below ours. */
export function isSandboxInit(pid: number): boolean {
  const ids = /^NSpid:\s+(.+)$/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1]?.split(/\s+/) ?? [];
  return ids.length > 1 && ids.at(-1) === '1';
}

/** The numbers of its children, without a look at every process of the machine. */
export function childrenOf(pid: number): number[] {
  const line = read(`/proc/${pid}/task/${pid}/children`);
  if (line !== null) return line.trim().split(' ').filter(Boolean).map(Number);
  return processTable().flatMap((found) => (found.parent === pid ? [found.pid] : []));
}

/** Differs after each start of the machine, when process numbers begin anew. */
export function bootId(): string {
  return (read('/proc/sys/kernel/random/boot_id') ?? '').trim();
}

/** Sends a signal; false when there is nobody to get it. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
