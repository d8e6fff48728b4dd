/** What is kept of a program in its folder, beside the folders it can reach itself. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ProcessId } from '../limits/proc.ts';
import { STARTED } from './scripts.ts';

export interface ProgramRecord {
  /** The shell outside the sandbox, which ends last. */
  keeper: ProcessId;
  /** The shell over the program; null where it had ended before it could be seen. */
  init: ProcessId | null;
  bootId: string;
  uid: number | null;
  memoryMbytes: number;
  /** The installed build that it runs from, which must stay as long as it does. */
  buildId: string | null;
  isSandboxed: boolean;
  hasCgroup: boolean;
}

export const filesOf = (folder: string) => ({
  output: path.join(folder, 'output'),
  status: path.join(folder, 'status'),
  record: path.join(folder, 'process.json'),
  /** Is there when the program was ended for using too much memory. */
  outOfMemory: path.join(folder, 'out-of-memory'),
});

export function writeRecord(folder: string, record: ProgramRecord): void {
  const { record: file } = filesOf(folder);
  writeFileSync(`${file}.part`, JSON.stringify(record), { mode: 0o600 });
  renameSync(`${file}.part`, file);
}

export function readRecord(folder: string): ProgramRecord | null {
  const { record } = filesOf(folder);
  return existsSync(record) ? (JSON.parse(readFileSync(record, 'utf8')) as ProgramRecord) : null;
}

/** `exitCode`: null while the program runs, and for ever if its keeper was ended by force. */
export function readStatus(folder: string): { isStarted: boolean; exitCode: number | null } {
  const { status } = filesOf(folder);
  const lines = existsSync(status) ? readFileSync(status, 'utf8').split('\n') : [];
  const code = lines.find((line) => /^\d+$/.test(line));
  return { isStarted: lines.includes(STARTED), exitCode: code === undefined ? null : Number(code) };
}
