import type Docker from 'dockerode';
import type { EngineState } from '../engine.ts';
import { withinLimit } from '../within-limit.ts';
import { type DockerSettings, LABELS, messageOf, statusOf } from './client.ts';
import { checkRuntime, hostConfig, machineOf } from './container.ts';

const LIMIT_MILLIS = 10_000;

/** Asks the engine what it is and, where the base image is there, runs something from it. */
export async function probe(docker: Docker, settings: DockerSettings): Promise<EngineState> {
  const isolation = settings.runtime === 'runsc' ? 'sandbox' : 'container';
  let engine = 'Docker';
  try {
    engine = await withinLimit(LIMIT_MILLIS, nameOf(docker));
  } catch (error) {
    return {
      ...{ isAvailable: false, isolation },
      summary: `No Docker or Podman answers at ${settings.host}: ${messageOf(error)}`,
      remedy:
        'Start Docker, or Podman with "podman system service", and set DOCKER_HOST to its socket, which the user that runs Gatehouse must be allowed to open (as a member of the group docker, for example).',
    };
  }
  try {
    const isTried = await withinLimit(LIMIT_MILLIS, tryOut(docker, settings));
    const base = isTried ? 'programs run' : `the base image ${settings.baseImage} is fetched at the first build`;
    return { isAvailable: true, isolation, summary: `${engine}; ${base}`, remedy: null };
  } catch (error) {
    return {
      ...{ isAvailable: false, isolation },
      summary: `${engine} answers, but a program cannot be run: ${messageOf(error)}`,
      remedy: 'Look at DOCKER_RUNTIME, DOCKER_NETWORK and DOCKER_ULIMITS, and at the log of the engine.',
    };
  }
}

async function nameOf(docker: Docker): Promise<string> {
  const version: { Version: string; Components?: { Name: string }[] } = await docker.version();
  const isPodman = version.Components?.some(({ Name }) => Name.startsWith('Podman')) ?? false;
  return `${isPodman ? 'Podman' : 'Docker'} ${version.Version}`;
}

/** False if there is nothing yet to run. */
async function tryOut(docker: Docker, settings: DockerSettings): Promise<boolean> {
  try {
    await docker.getImage(settings.baseImage).inspect();
  } catch (error) {
    const { Runtimes = {} }: { Runtimes?: Record<string, unknown> } = await docker.info();
    const { runtime } = settings;
    if (runtime !== undefined && !(runtime in Runtimes)) throw new Error(`the engine has no runtime ${runtime}`);
    if (statusOf(error) === 404) return false;
    throw error;
  }
  const container = await docker.createContainer({
    Image: settings.baseImage,
    Entrypoint: ['node'],
    Cmd: ['--version'],
    Labels: { [LABELS.owner]: settings.prefix },
    HostConfig: hostConfig(settings, 256, await machineOf(docker)),
  });
  try {
    await checkRuntime(settings, container);
    await container.start();
    const { StatusCode } = await container.wait();
    if (StatusCode !== 0) throw new Error(`node --version ended with exit code ${StatusCode}`);
    return true;
  } finally {
    await container.remove({ force: true, v: true });
  }
}
