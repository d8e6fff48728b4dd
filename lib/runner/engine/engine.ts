/**
 * What runs programs: one interface, and a file for each engine behind it.
 *
 * An engine knows nothing of accounts, rights or the database. It is given files, an environment and limits, and gives back output and an
 * exit code. What it starts goes on when the worker that started it dies; the same worker, or its successor on the machine, can adopt it.
 */
import type { Readable } from 'node:stream';

export const ENGINE_NAMES = ['process', 'docker', 'kubernetes'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

/** What a probe found. `isolation`: how far a program is kept from everything else; `none` is for the operator's own Actors only. */
export interface EngineState {
  isAvailable: boolean;
  isolation: 'sandbox' | 'container' | 'none';
  /** One line: what is there, or what is missing. */
  summary: string;
  /** What an operator can do about what is missing; null where nothing is. */
  remedy: string | null;
}

export interface BuildJob {
  buildId: string;
  /** An absolute path: the Actor's sources, already there. The engine may change what is in it. */
  sourceDir: string;
  /** The Dockerfile within `sourceDir`, where the Actor has one. */
  dockerfile: string | null;
  environment: Readonly<Record<string, string>>;
  memoryMbytes: number;
  /** Whether what earlier builds downloaded may be used again. */
  useCache: boolean;
  /** As in `RunJob`: a build runs the Actor's own scripts. */
  mustBeIsolated: boolean;
  /** Ends the build, with its whole process tree. */
  signal: AbortSignal;
  /** Text as the build prints it, in pieces of any size. */
  onOutput: (text: string) => void;
}

/** `product`: the built Actor as one stream, to be kept and later given to `install`; it is immutable. */
export type BuildResult =
  | { isBuilt: true; product: () => Readable; discard: () => Promise<void> }
  | { isBuilt: false; exitCode: number | null; reason: string };

export interface RunJob {
  runId: string;
  /** Grows with each start of the same run; no two starts share a number. */
  attempt: number;
  /** Was installed before. */
  buildId: string;
  /** All of it: nothing of the worker's own environment comes along. */
  environment: Readonly<Record<string, string>>;
  memoryMbytes: number;
  /** False only where the account that runs the Actor also made it, and is the operator's: then an engine without isolation may run it. */
  mustBeIsolated: boolean;
}

/** How a program ended. `exitCode`: 128 + the signal's number where a signal ended it. */
export interface ProgramEnd {
  exitCode: number;
  isOutOfMemory: boolean;
}

/** What a program uses now. `cpuMillis`: since it started. */
export interface ProgramUsage {
  memoryBytes: number;
  cpuMillis: number;
}

export interface RunningProgram {
  /** What `adopt` needs to find it again; plain JSON. */
  readonly handle: Readonly<Record<string, unknown>>;
  /** Resolves when the program and all that it started are gone. Never rejects. */
  readonly ended: Promise<ProgramEnd>;
  /**
   * What it printed, standard output and error together, in order, from a position on (null: the beginning) until it ends. `position`
   * comes after the piece and is what a later reader goes on from.
   */
  output(position: string | null): AsyncIterable<{ text: string; position: string }>;
  usage(): Promise<ProgramUsage>;
  /** Asks it to end (SIGTERM). */
  terminate(): Promise<void>;
  /** Ends it, with its whole process tree; resolves when nothing of it runs any more. */
  kill(): Promise<void>;
  /** Removes what it leaves on the machine (files, container), after it has ended and its output was read. */
  clear(): Promise<void>;
}

export interface Engine {
  readonly name: EngineName;
  /** Finds out what works by doing it, within seconds; never rejects. */
  probe(): Promise<EngineState>;
  build(job: BuildJob): Promise<BuildResult>;
  isInstalled(buildId: string): Promise<boolean>;
  /** Puts a built Actor where programs can be started from it. May be called for the same build at once, and again after a crash. */
  install(buildId: string, product: Readable): Promise<void>;
  /** Removes built Actors of this machine that were not used for longest, beyond what may stay. */
  evict(keep: { builds: number }): Promise<void>;
  start(job: RunJob): Promise<RunningProgram>;
  /** A program that an earlier worker started, whether it still runs or has ended meanwhile; null if nothing is left of it. */
  adopt(runId: string, attempt: number, handle: Readonly<Record<string, unknown>>): Promise<RunningProgram | null>;
  /** Programs of this engine on this machine, for finding those that belong to nobody any more. */
  list(): Promise<{ runId: string; attempt: number; handle: Readonly<Record<string, unknown>> }[]>;
}
