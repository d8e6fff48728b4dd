/**
 * The engine that runs each program in a container of Docker's, or of Podman's. A container outlives the worker that started it; its name
 * and labels tell the next one what it is.
 */
import type { Readable } from 'node:stream';
import type Docker from 'dockerode';
import type { BuildJob, Engine, RunJob, RunningProgram } from '../engine.ts';
import { build } from './build.ts';
import { connect, containerOf, type DockerSettings, LABELS, statusOf, unless } from './client.ts';
import { checkRuntime, containerFor, type Machine, machineOf } from './container.ts';
import { evict, install, isInstalled, use } from './images.ts';
import { probe } from './probe.ts';
import { programOf } from './program.ts';

export class DockerEngine implements Engine {
  readonly name = 'docker';
  readonly #docker: Docker;
  readonly #settings: DockerSettings;
  #machine: Machine | undefined;

  constructor(settings: DockerSettings) {
    this.#settings = settings;
    this.#docker = connect(settings.host);
  }

  probe() {
    return probe(this.#docker, this.#settings);
  }

  build(job: BuildJob) {
    return build(this.#docker, this.#settings, job);
  }

  isInstalled(buildId: string) {
    return isInstalled(this.#docker, this.#settings, buildId);
  }

  install(buildId: string, product: Readable) {
    return install(this.#docker, this.#settings, buildId, product);
  }

  evict(keep: { builds: number }) {
    return evict(this.#docker, this.#settings, keep);
  }

  async start(job: RunJob): Promise<RunningProgram> {
    this.#machine ??= await machineOf(this.#docker);
    const container = await this.#docker.createContainer(containerFor(this.#settings, job, this.#machine));
    try {
      await checkRuntime(this.#settings, container);
      await use(this.#docker, this.#settings, job.buildId);
      await container.start();
    } catch (error) {
      await unless([404, 409], container.remove({ force: true, v: true }));
      throw error;
    }
    return programOf(this.#docker, containerOf(this.#settings, job.runId, job.attempt));
  }

  /** The name says all, so it is found even if the worker died before it could keep the handle. */
  async adopt(runId: string, attempt: number, _handle?: RunningProgram['handle']): Promise<RunningProgram | null> {
    const name = containerOf(this.#settings, runId, attempt);
    try {
      const container = this.#docker.getContainer(name);
      const { Config, State } = await container.inspect();
      if (Config.Labels[LABELS.owner] !== this.#settings.prefix) return null;
      if (State.Status !== 'created') return programOf(this.#docker, name);
      // Its worker died before it started it.
      await unless([404, 409], container.remove({ force: true, v: true }));
      return null;
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  }

  async list() {
    const label = [`${LABELS.owner}=${this.#settings.prefix}`, LABELS.run];
    const containers = await this.#docker.listContainers({ all: true, filters: { label } });
    return containers.map(({ Labels }) => {
      const runId = Labels[LABELS.run] ?? '';
      const attempt = Number(Labels[LABELS.attempt]);
      return { runId, attempt, handle: { container: containerOf(this.#settings, runId, attempt) } };
    });
  }
}
