/** Finds the programs that an earlier worker started. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { EngineContext } from './context.ts';
import { parseProgramKey } from './folders.ts';
import { bootId, type ProcessId, processTable } from './limits/proc.ts';
import { findInit } from './program/launch.ts';
import type { Program } from './program/program.ts';
import { type ProgramRecord, readRecord } from './program/record.ts';
import { KEEPER } from './program/scripts.ts';
import { superviseProgram } from './start.ts';

export function listPrograms(runs: string) {
  return readdirSync(runs).flatMap((key) => {
    const parsed = parseProgramKey(key);
    return parsed ? [{ ...parsed, handle: { key } }] : [];
  });
}

/** Null: nothing is left of it. */
export function adoptProgram(context: EngineContext, parent: string, key: string): Program | null {
  const folder = path.join(parent, key);
  if (!existsSync(folder)) return null;
  const record = readRecord(folder) ?? unrecorded(context, folder);
  // After a restart of the machine the same numbers would be other processes.
  const isOfThisBoot = record.bootId === bootId();
  const known = isOfThisBoot ? record : { ...record, keeper: NOBODY, init: null };
  return superviseProgram(context, { folder, key, record: known, keeperExit: null });
}

const NOBODY: ProcessId = { pid: 0, startedAt: 0 };

/** Of a worker that died between a program's start and the note of it. */
function unrecorded({ host }: EngineContext, folder: string): ProgramRecord {
  const keeper = processTable().find(({ pid }) => isKeeper(pid, folder));
  const isSandboxed = host.sandbox.kind !== 'none';
  return {
    keeper: keeper ?? NOBODY,
    init: keeper ? findInit(keeper.pid, isSandboxed) : null,
    bootId: bootId(),
    uid: null,
    memoryMbytes: 0,
    buildId: null,
    isSandboxed,
    hasCgroup: host.cgroups !== null,
  };
}

function isKeeper(pid: number, folder: string): boolean {
  try {
    const [, , script, name] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return script === KEEPER && name === folder;
  } catch {
    return false;
  }
}
