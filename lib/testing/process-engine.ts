/** Process engines in folders of their own, and Actors made of a few files. */
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { BuildJob, Engine, RunningProgram } from '../runner/engine/engine.ts';
import { groupNameOf } from '../runner/engine/process/folders.ts';
import { findCgroups } from '../runner/engine/process/limits/cgroup.ts';
import { ProcessEngine, type ProcessEngineOptions } from '../runner/engine/process/process-engine.ts';

export type Files = Record<string, string>;

/** A folder that programs' users can pass through, as the data directory is. */
export function engineFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-engine-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** Ends what a failed test left running, and removes all that the engine made on the machine. */
export async function removeEngineFolder(folder: string): Promise<void> {
  const engine = engineIn(folder);
  for (const { runId, attempt } of await engine.list()) {
    const program = await engine.adopt(runId, attempt, {});
    await program?.kill();
    await program?.clear();
  }
  const cgroups = findCgroups(groupNameOf(path.join(folder, 'worker')));
  for (const group of new Set(Object.values(cgroups?.folders ?? {}))) rmdirSync(group);
  rmSync(folder, { recursive: true, force: true });
}

/** `tools`: the only ones of the system that the engine finds. */
export function engineIn(
  folder: string,
  options: Partial<ProcessEngineOptions> & { tools?: string[] } = {},
): ProcessEngine {
  const { tools, ...rest } = options;
  return new ProcessEngine({
    folder: path.join(folder, 'worker'),
    ...(tools && { searchPath: toolsFolder(folder, tools) }),
    ...rest,
  });
}

function toolsFolder(folder: string, tools: readonly string[]): string {
  const place = path.join(folder, `tools-${tools.join('-')}`);
  mkdirSync(place, { recursive: true });
  for (const tool of tools)
    if (!existsSync(path.join(place, tool))) symlinkSync(`/usr/bin/${tool}`, path.join(place, tool));
  return place;
}

export function sourcesIn(folder: string, files: Files): string {
  const sources = path.join(folder, `sources-${randomUUID()}`);
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(sources, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return sources;
}

export function buildJob(sourceDir: string, changes: Partial<BuildJob> = {}): BuildJob {
  return {
    buildId: 'build',
    sourceDir,
    dockerfile: null,
    environment: {},
    memoryMbytes: 1024,
    useCache: true,
    mustBeIsolated: true,
    signal: new AbortController().signal,
    onOutput: () => {},
    ...changes,
  };
}

/** Builds and installs an Actor; gives its build's id. */
export async function installActor(engine: Engine, folder: string, files: Files, changes: Partial<BuildJob> = {}) {
  const buildId = randomUUID();
  const built = await engine.build(buildJob(sourcesIn(folder, files), { buildId, ...changes }));
  if (!built.isBuilt) throw new Error(`The Actor could not be built: ${built.reason}`);
  await engine.install(buildId, built.product());
  await built.discard();
  return buildId;
}

export interface StartOptions {
  environment?: Record<string, string>;
  memoryMbytes?: number;
  mustBeIsolated?: boolean;
  runId?: string;
}

export function startActor(engine: Engine, buildId: string, options: StartOptions = {}): Promise<RunningProgram> {
  const { environment = {}, memoryMbytes = 1024, mustBeIsolated = true, runId = randomUUID() } = options;
  return engine.start({ runId, attempt: 1, buildId, environment, memoryMbytes, mustBeIsolated });
}

export async function outputOf(program: RunningProgram): Promise<string> {
  let text = '';
  for await (const piece of program.output(null)) text += piece.text;
  return text;
}

/** Waits until the program has printed it. */
export async function printed(program: RunningProgram, what: string): Promise<void> {
  let text = '';
  for await (const piece of program.output(null)) {
    text += piece.text;
    if (text.includes(what)) return;
  }
  throw new Error(`It ended without having printed ${JSON.stringify(what)}: ${text}`);
}

/** The numbers of the processes of this machine whose environment has this text. */
export function processesWith(marker: string): number[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/environ`, 'utf8').includes(marker) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await wait(20);
}
