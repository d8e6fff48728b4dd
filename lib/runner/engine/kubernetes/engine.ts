/**
 * The engine that runs each program as a Job of a Kubernetes cluster. Images are built by a Docker beside the worker, and kept as the
 * docker engine keeps them, so what one of the two built the other can run.
 */
import type { Readable } from 'node:stream';
import type { V1Job } from '@kubernetes/client-node';
import type Docker from 'dockerode';
import { connect as connectDocker, type DockerSettings, imageOf as localImageOf } from '../docker/client.ts';
import { DockerEngine } from '../docker/engine.ts';
import type { BuildJob, Engine, RunJob, RunningProgram } from '../engine.ts';
import { type Cluster, connect, deleteJob, orNull } from './cluster.ts';
import { isPushed, push } from './images.ts';
import { jobFor, type KubernetesSettings, LABELS, nameOf, ownedBy, secretFor } from './manifest.ts';
import { probe } from './probe.ts';
import { programOf } from './program.ts';

export class KubernetesEngine implements Engine {
  readonly name = 'kubernetes';
  readonly #settings: KubernetesSettings;
  readonly #dockerSettings: DockerSettings;
  readonly #builder: DockerEngine;
  readonly #docker: Docker;
  readonly #pushed = new Set<string>();
  #connection: Cluster | undefined;

  constructor(settings: KubernetesSettings, docker: DockerSettings) {
    this.#settings = settings;
    this.#dockerSettings = docker;
    this.#builder = new DockerEngine(docker);
    this.#docker = connectDocker(docker.host);
  }

  /** Not in the constructor, since settings of the cluster that are missing are the probe's to tell. */
  get #cluster(): Cluster {
    this.#connection ??= connect(this.#settings.namespace);
    return this.#connection;
  }

  probe() {
    return probe(() => this.#cluster, this.#settings, this.#builder);
  }

  build(job: BuildJob) {
    return this.#builder.build(job);
  }

  async isInstalled(buildId: string): Promise<boolean> {
    if (!this.#pushed.has(buildId) && (await isPushed(this.#docker, this.#settings, buildId)))
      this.#pushed.add(buildId);
    return this.#pushed.has(buildId);
  }

  async install(buildId: string, product: Readable): Promise<void> {
    await this.#builder.install(buildId, product);
    await push(this.#docker, this.#settings, buildId, localImageOf(this.#dockerSettings, buildId));
    this.#pushed.add(buildId);
  }

  /** Of this machine; what stays in the registry is the registry's own to keep or to remove. */
  evict(keep: { builds: number }) {
    return this.#builder.evict(keep);
  }

  async start(job: RunJob): Promise<RunningProgram> {
    const { batch, core, namespace } = this.#cluster;
    const name = nameOf(this.#settings, job.runId, job.attempt);
    // The Secret first, or the pod would wait for it in vain for a while. Refused, it is that of another start of the same attempt.
    const secret = await core.createNamespacedSecret({ namespace, body: secretFor(this.#settings, job) });
    let created: V1Job | undefined;
    try {
      created = await batch.createNamespacedJob({ namespace, body: jobFor(this.#settings, job) });
      await core.replaceNamespacedSecret({ name, namespace, body: ownedBy(secret, created) });
    } catch (error) {
      if (created) await deleteJob(this.#cluster, name);
      await orNull(core.deleteNamespacedSecret({ name, namespace }));
      throw error;
    }
    return programOf(this.#cluster, name);
  }

  /** The name says all, so it is found even if the worker died before it could keep the handle. */
  async adopt(runId: string, attempt: number, _handle?: RunningProgram['handle']): Promise<RunningProgram | null> {
    const name = nameOf(this.#settings, runId, attempt);
    const { batch, namespace } = this.#cluster;
    return (await orNull(batch.readNamespacedJob({ name, namespace }))) && programOf(this.#cluster, name);
  }

  /** Of the whole cluster: its programs are on no machine of ours. */
  async list() {
    const labelSelector = `${LABELS.owner}=${this.#settings.prefix}`;
    const { batch, namespace } = this.#cluster;
    const { items } = await batch.listNamespacedJob({ namespace, labelSelector });
    return items.map(({ metadata }) => {
      const [runId = '', attempt = ''] = [metadata?.labels?.[LABELS.run], metadata?.labels?.[LABELS.attempt]];
      return { runId, attempt: Number(attempt), handle: { job: metadata?.name ?? '' } };
    });
  }
}
