/** Starts a program: the keeper, in it the sandbox, in it the init, in it the program. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Cgroup } from '../limits/cgroup.ts';
import type { Limits } from '../limits/limits.ts';
import { bootId, childrenOf, isSandboxInit, type ProcessId, readProcess } from '../limits/proc.ts';
import { type Sandbox, type SandboxedCommand, sandboxed } from '../sandbox/sandbox.ts';
import type { View } from '../sandbox/view.ts';
import { filesOf, type ProgramRecord, readStatus, writeRecord } from './record.ts';
import { BLOCK_BYTES, GROUPS_FD, INIT, KEEPER } from './scripts.ts';

export interface Launch {
  folder: string;
  uid: number | null;
  command: readonly string[];
  view: View;
  /** A folder, as the program sees it, whose content is copied into the working directory before the start. */
  copyFrom: string | null;
  limits: Limits;
  memoryMbytes: number;
  buildId: string | null;
  outputBytes: number;
}

export interface Launched {
  record: ProgramRecord;
  keeperExit: Promise<unknown>;
}

/** Resolves once the program itself has been started. Rejects, with what the sandbox said, where it could not be. */
export async function launch(sandbox: Sandbox, job: Launch, cgroup: Cgroup | null): Promise<Launched> {
  const init = [
    '/bin/sh',
    '-c',
    INIT,
    'init',
    `${job.limits.processes}`,
    blocks(job.limits.fileBytes),
    job.copyFrom ?? '',
  ];
  const keeper = spawnKeeper(sandboxed(sandbox, [...init, ...job.command], job.view), job, cgroup?.entries() ?? []);
  let isOver = false;
  const keeperExit = new Promise<void>((resolve) => keeper.once('close', () => resolve())).then(() => {
    isOver = true;
  });
  await new Promise((resolve, reject) => keeper.once('spawn', resolve).once('error', reject));

  while (!readStatus(job.folder).isStarted) {
    if (isOver) throw new Error(`The sandbox could not be set up: ${lastWords(job.folder)}`);
    await Promise.race([wait(1), keeperExit]);
  }
  const record: ProgramRecord = {
    keeper: processId(keeper.pid ?? 0) ?? { pid: keeper.pid ?? 0, startedAt: 0 },
    init: findInit(keeper.pid ?? 0, sandbox.kind !== 'none'),
    bootId: bootId(),
    uid: job.uid,
    memoryMbytes: job.memoryMbytes,
    buildId: job.buildId,
    isSandboxed: sandbox.kind !== 'none',
    hasCgroup: cgroup !== null,
  };
  writeRecord(job.folder, record);
  return { record, keeperExit };
}

function spawnKeeper(inner: SandboxedCommand, job: Launch, groupEntries: string[]): ChildProcess {
  const opened: number[] = [];
  const opening = (file: string, flags: string) => {
    const fd = openSync(file, flags, 0o600);
    opened.push(fd);
    return fd;
  };
  try {
    const files = filesOf(job.folder);
    const output = opening(files.output, 'a');
    const status = opening(files.status, 'a');
    const seccomp = inner.seccompFile ? opening(inner.seccompFile, 'r') : 'ignore';
    const settings = inner.settings ? openingUnnamed(inner.settings, job.folder, opening) : 'ignore';
    const groups = groupEntries.map((file) => opening(file, 'w'));
    const numbers = groups.map((_, index) => GROUPS_FD + index).join(' ');
    const args = ['-c', KEEPER, job.folder, blocks(job.outputBytes), numbers, ...inner.command];
    return spawn('/bin/sh', args, {
      cwd: inner.settings ? '/' : job.view.workdir,
      env: inner.environment as NodeJS.ProcessEnv,
      detached: true,
      stdio: ['ignore', output, 'ignore', status, seccomp, settings, ...groups],
      ...(job.uid !== null && { uid: job.uid, gid: job.uid }),
    });
  } finally {
    for (const fd of opened) closeSync(fd);
  }
}

/** A file that holds the program's secrets, so it has lost its name before anything runs. */
function openingUnnamed(content: Buffer, folder: string, opening: (file: string, flags: string) => number): number {
  const file = path.join(folder, 'settings');
  writeFileSync(file, content, { mode: 0o600 });
  try {
    return opening(file, 'r');
  } finally {
    rmSync(file);
  }
}

/** The shell over the program: process 1 where there is a sandbox, else the keeper's grandchild. */
export function findInit(keeperPid: number, isSandboxed: boolean): ProcessId | null {
  const found = [keeperPid];
  // Grows while it is walked.
  for (const pid of found) {
    if (isSandboxed && isSandboxInit(pid)) return processId(pid);
    found.push(...childrenOf(pid));
  }
  const grandchild = childrenOf(keeperPid).flatMap(childrenOf)[0];
  return isSandboxed || grandchild === undefined ? null : processId(grandchild);
}

function processId(pid: number): ProcessId | null {
  const found = readProcess(pid);
  return found && { pid, startedAt: found.startedAt };
}

function lastWords(folder: string): string {
  return readFileSync(filesOf(folder).output, 'utf8').trim().slice(-500) || 'it said nothing';
}

function blocks(bytes: number): string {
  return `${Math.ceil(bytes / BLOCK_BYTES)}`;
}
