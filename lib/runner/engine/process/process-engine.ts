/**
 * Runs programs as processes of this machine, each in a sandbox of its own.
 *
 * Its state is all in its folder, in /proc and in control groups: any worker of the machine, also after a crash, finds the same.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { BuildJob, BuildResult, Engine, EngineState, RunJob, RunningProgram } from '../engine.ts';
import { buildActor } from './build/build.ts';
import { evictBuilds, installBuild, isInstalled, openInstalled } from './build/install.ts';
import { npmMountsFor } from './build/npm.ts';
import type { EngineContext } from './context.ts';
import { adoptProgram, listPrograms } from './find.ts';
import { type Folders, groupNameOf, makeFolders, programKey } from './folders.ts';
import { findHost, type Host } from './host.ts';
import { removeOtherGroups } from './limits/cgroup.ts';
import { Guard } from './limits/guard.ts';
import { releaseOtherSlots } from './slots.ts';
import { startProgram } from './start.ts';
import { tryHost } from './trial.ts';
import { removeAbandonedWork } from './work.ts';

export interface ProcessEngineOptions {
  /** An absolute path: the engine's own folder, made if it is not there. All workers of a machine may use the same. */
  folder: string;
  /** What no program may see even where it lies in a system folder: the data directory, the platform's own files. */
  hidden?: readonly string[];
  /** Where the system's programs are looked for; as in PATH. */
  searchPath?: string;
  mayUseCgroups?: boolean;
  /** How much is kept of what a program prints. */
  outputBytes?: number;
}

const OUTPUT_BYTES = 100 * 1000 ** 2;
const SEARCH_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export class ProcessEngine implements Engine {
  readonly name = 'process';
  readonly #folders: Folders;
  readonly #options: ProcessEngineOptions;
  readonly #guard = new Guard();
  #host: Promise<Host> | undefined;

  constructor(options: ProcessEngineOptions) {
    if (!path.isAbsolute(options.folder)) throw new Error('The folder of the process engine must be an absolute path');
    this.#options = options;
    this.#folders = makeFolders(options.folder);
  }

  /** Looks anew at each call, and clears away what crashes left. */
  async probe(): Promise<EngineState> {
    this.#host = undefined;
    try {
      const context = await this.#context();
      await this.#sweep(context);
      return context.host.state;
    } catch (error) {
      const summary = `The process engine does not work: ${error instanceof Error ? error.message : String(error)}`;
      return { isAvailable: false, isolation: 'none', summary, remedy: 'Use the docker engine.' };
    }
  }

  async build(job: BuildJob): Promise<BuildResult> {
    const context = await this.#context();
    checkIsolation(context, job.mustBeIsolated);
    return buildActor(context, job);
  }

  async isInstalled(buildId: string): Promise<boolean> {
    return isInstalled(this.#folders, buildId);
  }

  install(buildId: string, product: Readable): Promise<void> {
    return installBuild(this.#folders, buildId, product);
  }

  evict(keep: { builds: number }): Promise<void> {
    return evictBuilds(this.#folders, keep.builds);
  }

  async start(job: RunJob): Promise<RunningProgram> {
    const context = await this.#context();
    checkIsolation(context, job.mustBeIsolated);
    const { manifest, build } = openInstalled(this.#folders, job.buildId);
    return startProgram(context, {
      key: programKey(job.runId, job.attempt),
      parent: this.#folders.runs,
      command: manifest.command,
      workdir: manifest.workdir,
      environment: { ...manifest.environment, ...job.environment },
      memoryMbytes: job.memoryMbytes,
      build,
      mounts: await npmMountsFor(manifest.command),
    });
  }

  /** The handle says nothing that the folder does not. */
  async adopt(
    runId: string,
    attempt: number,
    _handle: Readonly<Record<string, unknown>>,
  ): Promise<RunningProgram | null> {
    return adoptProgram(await this.#context(), this.#folders.runs, programKey(runId, attempt));
  }

  async list(): ReturnType<Engine['list']> {
    return listPrograms(this.#folders.runs);
  }

  async #context(): Promise<EngineContext> {
    this.#host ??= this.#findHost();
    return this.#contextOf(await this.#host);
  }

  #contextOf(host: Host): EngineContext {
    const outputBytes = this.#options.outputBytes ?? OUTPUT_BYTES;
    return { folders: this.#folders, host, guard: this.#guard, outputBytes };
  }

  #findHost(): Promise<Host> {
    const {
      hidden = [],
      searchPath = `${process.env.PATH ?? ''}:${SEARCH_PATH}`,
      mayUseCgroups = true,
    } = this.#options;
    const folders = this.#folders;
    const options = { folders, hidden: [folders.top, ...hidden], searchPath, mayUseCgroups };
    return findHost(options, groupNameOf(folders.top), (host) => tryHost(this.#contextOf(host)));
  }

  async #sweep(context: EngineContext): Promise<void> {
    const { runs, work, slots } = this.#folders;
    const isKnown = (key: string) => existsSync(path.join(runs, key)) || existsSync(path.join(work, key));
    await removeAbandonedWork(context);
    releaseOtherSlots(slots, isKnown);
    if (context.host.cgroups) removeOtherGroups(context.host.cgroups, isKnown);
  }
}

function checkIsolation({ host }: EngineContext, mustBeIsolated: boolean): void {
  if (!host.state.isAvailable) throw new Error(host.state.summary);
  if (mustBeIsolated && host.state.isolation === 'none') {
    throw new Error('This Actor may run in a sandbox only, and this machine has none');
  }
}
