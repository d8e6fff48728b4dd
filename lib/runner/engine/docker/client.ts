/** The connection to Docker, or to Podman, which answers the same way; and how what we make there is named. */
import Docker from 'dockerode';

export interface DockerSettings {
  /** `unix:///path/of/the/socket` or `tcp://host:port`. */
  host: string;
  /** What an Actor without a Dockerfile is built from. */
  baseImage: string;
  /** The network of builds and programs: `bridge`, or the name of one that was made for them. */
  network: string;
  /** The runtime of programs, such as `runsc` (gVisor); undefined: the engine's own. */
  runtime: string | undefined;
  /** Limits of each container, such as `nofile`; none: the engine's own. */
  ulimits: Readonly<Record<string, number>>;
  /** What all names begin with. Two installations that use the same engine need different ones. */
  prefix: string;
}

/** On containers and images: whose they are, and what for. */
export const LABELS = {
  owner: 'dev.gatehouse.owner',
  build: 'dev.gatehouse.build',
  run: 'dev.gatehouse.run',
  attempt: 'dev.gatehouse.attempt',
} as const;

export function connect(host: string): Docker {
  if (host.startsWith('unix://')) return new Docker({ socketPath: host.slice('unix://'.length), host: undefined });
  const { hostname, port, protocol } = new URL(host);
  return new Docker({ host: hostname, port: port || 2375, protocol: protocol === 'https:' ? 'https' : 'http' });
}

/** The image of a built Actor is `repository:buildId`. Names of images are in small letters, tags need not be. */
export const repositoryOf = ({ prefix }: Pick<DockerSettings, 'prefix'>) => `${prefix.toLowerCase()}-build`;

export const imageOf = (settings: DockerSettings, buildId: string) => `${repositoryOf(settings)}:${buildId}`;

/** The name of a container is its lock too: a second one for the same attempt is refused. */
export const containerOf = ({ prefix }: DockerSettings, runId: string, attempt: number) =>
  `${prefix}-run-${runId}-${attempt}`;

/** The status of the engine's answer; null for an error that is none, such as a broken connection. */
export function statusOf(error: unknown): number | null {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
  return typeof status === 'number' ? status : null;
}

/** Waits for a change that need not be made any more where the engine answers one of `statuses`. */
export async function unless(statuses: readonly number[], change: Promise<unknown>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!statuses.includes(statusOf(error) ?? 0)) throw error;
  }
}

/** What the engine said, without what the client puts around it. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.replace(/^\(HTTP code \d+\) .*? - /, '').trim();
}

/**
 * 4096 MB are one core, as on Apify: that is a program's part where all want theirs (1024 shares a core). What nobody uses it may use too,
 * up to one core, without which small programs would take many seconds to start. `machineCores`: more cannot be asked for.
 */
export function cpuOf(memoryMbytes: number, machineCores: number): { shares: number; cores: number } {
  const cores = memoryMbytes / 4096;
  return { shares: Math.max(2, Math.round(cores * 1024)), cores: Math.min(Math.max(1, cores), machineCores) };
}
