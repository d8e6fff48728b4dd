import type Docker from 'dockerode';
import type { RunJob } from '../engine.ts';
import { containerOf, cpuOf, type DockerSettings, imageOf, LABELS } from './client.ts';

/** What of the machine bears on a container. */
export interface Machine {
  cores: number;
  /** Whether the engine brings a first process that reaps orphans and passes signals on. */
  hasInit: boolean;
}

export async function machineOf(docker: Docker): Promise<Machine> {
  const info = await docker.info();
  return { cores: info.NCPU, hasInit: Boolean(info.InitBinary) };
}

/** The container of a run. Nothing of the worker's comes into it but what the job names. */
export function containerFor(settings: DockerSettings, job: RunJob, machine: Machine): Docker.ContainerCreateOptions {
  return {
    name: containerOf(settings, job.runId, job.attempt),
    Image: imageOf(settings, job.buildId),
    Env: Object.entries(job.environment).map(([name, value]) => `${name}=${value}`),
    Labels: {
      [LABELS.owner]: settings.prefix,
      [LABELS.run]: job.runId,
      [LABELS.attempt]: `${job.attempt}`,
    },
    HostConfig: hostConfig(settings, job.memoryMbytes, machine),
  };
}

/** How a program is kept in its bounds, and from everything else. */
export function hostConfig(settings: DockerSettings, memoryMbytes: number, machine: Machine): Docker.HostConfig {
  const memory = memoryMbytes * 1024 * 1024;
  const { shares, cores } = cpuOf(memoryMbytes, machine.cores);
  return {
    Memory: memory,
    // As much as memory alone: no swap.
    MemorySwap: memory,
    CpuShares: shares,
    NanoCpus: Math.round(cores * 100) * 1e7,
    // Threads count too, and a browser has hundreds; a fork bomb ends here.
    PidsLimit: 2048,
    // Browsers share pictures through it; what is in it counts as memory.
    ShmSize: Math.round(memory / 2),
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges'],
    Init: machine.hasInit,
    NetworkMode: settings.network,
    ...(isOwnNetwork(settings.network) && { ExtraHosts: ['host.docker.internal:host-gateway'] }),
    ...(settings.runtime !== undefined && { Runtime: settings.runtime }),
    Ulimits: Object.entries(settings.ulimits).map(([Name, limit]) => ({ Name, Soft: limit, Hard: limit })),
    // The engine's own choice may be a kind that cannot be read back.
    LogConfig: { Type: 'json-file', Config: { 'max-size': '100m', 'max-file': '2' } },
    RestartPolicy: { Name: 'no' },
  };
}

/** Rejects if the engine made the container without the runtime that was asked for, as Podman does: it would be less kept apart. */
export async function checkRuntime(settings: DockerSettings, container: Docker.Container): Promise<void> {
  if (settings.runtime === undefined) return;
  const { HostConfig } = await container.inspect();
  if (HostConfig.Runtime !== settings.runtime)
    throw new Error(`the engine does not take the runtime ${settings.runtime}`);
}

const isOwnNetwork = (network: string) => !/^(host|none|container:.*)$/.test(network);
