/** A program that was started by this worker or by an earlier one. All it knows is in its folder, in /proc and in its control group. */
import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { ProgramEnd, ProgramUsage, RunningProgram } from '../../engine.ts';
import type { Cgroup } from '../limits/cgroup.ts';
import {
  childrenOf,
  isRunning,
  memoryOf,
  type ProcessFacts,
  type ProcessId,
  processTable,
  signal,
  treeOf,
} from '../limits/proc.ts';
import { tail } from './output.ts';
import { filesOf, type ProgramRecord, readStatus } from './record.ts';

const LOOK_EVERY_MILLIS = 100;
const KILLED = 137;

export interface ProgramParts {
  folder: string;
  record: ProgramRecord;
  cgroup: Cgroup | null;
  /** Resolves when the keeper has ended; null where it is no child of this process, and has to be watched. */
  keeperExit: Promise<unknown> | null;
  handle: Readonly<Record<string, unknown>>;
  clear: () => Promise<void>;
}

export class Program implements RunningProgram {
  readonly handle: Readonly<Record<string, unknown>>;
  readonly ended: Promise<ProgramEnd>;
  readonly #parts: ProgramParts;
  #cpuMillis = 0;
  #isOver = false;

  constructor(parts: ProgramParts) {
    this.#parts = parts;
    this.handle = parts.handle;
    this.ended = this.#end();
  }

  get folder(): string {
    return this.#parts.folder;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  output(position: string | null): AsyncIterable<{ text: string; position: string }> {
    return tail(filesOf(this.#parts.folder).output, position, this.ended);
  }

  async usage(): Promise<ProgramUsage> {
    const { cgroup } = this.#parts;
    if (this.#isOver) return { memoryBytes: 0, cpuMillis: cgroup?.usage().cpuMillis || this.#cpuMillis };
    return cgroup ? cgroup.usage() : this.usageOf(processTable());
  }

  /** Without control groups: what its processes use together. */
  usageOf(table: readonly ProcessFacts[]): ProgramUsage {
    const processes = this.processesOf(table);
    const cpuMillis = processes.reduce((sum, found) => sum + found.cpuMillis, 0);
    this.#cpuMillis = Math.max(this.#cpuMillis, cpuMillis);
    return { memoryBytes: processes.reduce((sum, { pid }) => sum + memoryOf(pid), 0), cpuMillis: this.#cpuMillis };
  }

  processesOf(table: readonly ProcessFacts[]): ProcessFacts[] {
    const { init } = this.#parts.record;
    return init && isRunning(init) ? treeOf(init.pid, table) : [];
  }

  async terminate(): Promise<void> {
    const { init } = this.#parts.record;
    if (init && isRunning(init)) for (const pid of childrenOf(init.pid)) signal(pid, 'SIGTERM');
  }

  async kill(): Promise<void> {
    const { keeper } = this.#parts.record;
    while (!this.#isOver) {
      const hasInit = this.#killProcesses();
      // Nothing to take hold of: the keeper is all there is.
      if (!hasInit && readStatus(this.#parts.folder).exitCode === null) this.#signal(keeper);
      await Promise.race([this.ended, wait(LOOK_EVERY_MILLIS)]);
    }
  }

  async clear(): Promise<void> {
    await this.ended;
    await this.#parts.clear();
  }

  async #end(): Promise<ProgramEnd> {
    const { folder, cgroup } = this.#parts;
    await this.#keeperEnds();
    // The keeper ends last, unless it was ended by force; then what it kept must not go on unwatched.
    while (this.#killProcesses()) await wait(LOOK_EVERY_MILLIS);
    const exitCode = readStatus(folder).exitCode ?? KILLED;
    const hasRunOut = (exitCode === KILLED && cgroup?.hasRunOut()) || existsSync(filesOf(folder).outOfMemory);
    this.#isOver = true;
    return { exitCode, isOutOfMemory: Boolean(hasRunOut) };
  }

  async #keeperEnds(): Promise<void> {
    const { record, folder, keeperExit } = this.#parts;
    let isOver = false;
    const exit = keeperExit?.then(() => {
      isOver = true;
    });
    if (exit && record.isSandboxed) return exit;
    while (!isOver && isRunning(record.keeper)) {
      // Without a sandbox nothing else ends what the program left behind.
      if (!record.isSandboxed && readStatus(folder).exitCode !== null) this.#killProcesses();
      await (exit ? Promise.race([exit, wait(LOOK_EVERY_MILLIS)]) : wait(LOOK_EVERY_MILLIS));
    }
  }

  /** Whether there was anything left to end. In a sandbox process 1 takes all others along. */
  #killProcesses(): boolean {
    const { init, isSandboxed } = this.#parts.record;
    if (isSandboxed) return init !== null && this.#signal(init);
    const table = processTable();
    const left = [...this.processesOf(table), ...this.#strays(table)];
    for (const found of left) this.#signal(found);
    return left.length > 0;
  }

  /** Without a sandbox: those of its session or its control group that are not under its init any more. */
  #strays(table: readonly ProcessFacts[]): ProcessFacts[] {
    const { keeper } = this.#parts.record;
    const members = new Set(this.#parts.cgroup?.members());
    return table.filter(
      ({ pid, parent, session, isZombie }) =>
        !isZombie && pid !== keeper.pid && parent !== keeper.pid && (session === keeper.pid || members.has(pid)),
    );
  }

  #signal(target: ProcessId): boolean {
    return isRunning(target) && signal(target.pid, 'SIGKILL');
  }
}
