/** Docker engines on the tests' own daemon. */
import Docker from 'dockerode';
import { inject } from 'vitest';
import { createId } from '../ids.ts';
import type { DockerSettings } from '../runner/engine/docker/client.ts';
import { DockerEngine } from '../runner/engine/docker/engine.ts';
import type { BuildJob, BuildResult, Engine, RunJob, RunningProgram } from '../runner/engine/engine.ts';
import { type Sources, writeSources } from './actor-sources.ts';

export const BASE_IMAGE = 'gatehouse-test/node:latest';

export const dockerSettings = (change: Partial<DockerSettings> = {}): DockerSettings => ({
  ...{ host: inject('dockerHost'), baseImage: BASE_IMAGE, network: 'host', runtime: undefined, ulimits: {} },
  prefix: 'gatehouse-test',
  ...change,
});

export const dockerEngine = (change: Partial<DockerSettings> = {}) => new DockerEngine(dockerSettings(change));

/** The daemon itself, to see what engines did. */
export const daemon = () => new Docker({ socketPath: inject('dockerHost').slice('unix://'.length), host: undefined });

/** Builds an Actor. `output`: what was printed until then. */
export async function buildActor(engine: Engine, files: Record<string, string>, change: Partial<BuildJob> = {}) {
  const buildId = change.buildId ?? createId();
  const printed: string[] = [];
  const sources: Sources = writeSources(files);
  const job = {
    mustBeIsolated: true,
    dockerfile: null,
    environment: {},
    memoryMbytes: 1024,
    useCache: true,
    ...change,
  };
  const signal = change.signal ?? new AbortController().signal;
  try {
    const onOutput = change.onOutput ?? ((text: string) => void printed.push(text));
    const result: BuildResult = await engine.build({ ...job, buildId, sourceDir: sources.folder, signal, onOutput });
    return { buildId, result, output: printed.join('') };
  } finally {
    sources.remove();
  }
}

export const runJob = (buildId: string, change: Partial<RunJob> = {}): RunJob => ({
  ...{ runId: createId(), attempt: 1, buildId, environment: {}, memoryMbytes: 256, mustBeIsolated: true },
  ...change,
});

/** All it prints from a position on; with `until`, only up to the piece that has this text. */
export async function printed(program: RunningProgram, position: string | null = null, until?: string) {
  let text = '';
  let place = position;
  for await (const piece of program.output(position)) {
    text += piece.text;
    place = piece.position;
    if (until !== undefined && text.includes(until)) break;
  }
  return { text, position: place };
}
