/** What is asked of a cluster for a run: a Job, with fields that every Kubernetes since 1.20 knows, and a Secret with its environment. */
import { createHash } from 'node:crypto';
import type { V1Job, V1OwnerReference, V1Secret } from '@kubernetes/client-node';
import type { RunJob } from '../engine.ts';

export interface KubernetesSettings {
  namespace: string;
  /** Where images are, such as `registry.example/actors`; the tag is the build's id. Undefined: nowhere, and nothing can be run. */
  imagePrefix: string | undefined;
  /** For pushing images. */
  registryAuth: { username: string; password: string } | undefined;
  /** The namespace's secret for pulling them. */
  pullSecret: string | undefined;
  /** The runtime class of programs, such as `gvisor`. */
  runtimeClass: string | undefined;
  /** Whose programs are whose, where installations share a cluster. */
  prefix: string;
}

export const CONTAINER = 'actor';
export const LABELS = {
  owner: 'gatehouse.dev/owner',
  run: 'gatehouse.dev/run',
  attempt: 'gatehouse.dev/attempt',
} as const;

/** How long a program has between SIGTERM and SIGKILL when its Job is deleted. */
const GRACE_SECS = 30;
const DAY_SECS = 24 * 60 * 60;

/** The same for the same attempt, so that a second one is refused. Ids have capital letters, which names must not. */
export function nameOf({ prefix }: KubernetesSettings, runId: string, attempt: number): string {
  const digest = createHash('sha256').update(`${prefix}/${runId}/${attempt}`).digest('hex').slice(0, 24);
  return `${prefix}-${digest}`;
}

export const imageOf = (settings: KubernetesSettings, buildId: string) => `${settings.imagePrefix}:${buildId}`;

export function jobFor(settings: KubernetesSettings, job: RunJob): V1Job {
  const name = nameOf(settings, job.runId, job.attempt);
  const labels = labelsOf(settings, job);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, labels },
    spec: {
      // Whether a run starts again is for Gatehouse to decide.
      backoffLimit: 0,
      // Cleared when the worker has read all; if no worker comes for so long, nobody will.
      ttlSecondsAfterFinished: DAY_SECS,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'Never',
          terminationGracePeriodSeconds: GRACE_SECS,
          // A program gets no key to the cluster, and does not hear what else runs there.
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
          ...(settings.pullSecret !== undefined && { imagePullSecrets: [{ name: settings.pullSecret }] }),
          ...(settings.runtimeClass !== undefined && { runtimeClassName: settings.runtimeClass }),
          containers: [
            {
              name: CONTAINER,
              image: imageOf(settings, job.buildId),
              imagePullPolicy: 'IfNotPresent',
              envFrom: [{ secretRef: { name } }],
              resources: resourcesOf(job.memoryMbytes),
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
            },
          ],
        },
      },
    },
  };
}

/** The environment, out of sight of those who may look at Jobs but not at Secrets. */
export function secretFor(settings: KubernetesSettings, job: RunJob): V1Secret {
  const name = nameOf(settings, job.runId, job.attempt);
  const metadata = { name, labels: labelsOf(settings, job) };
  return { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { ...job.environment } };
}

/** With it the Secret goes when the Job does. */
export function ownedBy(secret: V1Secret, job: V1Job): V1Secret {
  const { name = '', uid = '' } = job.metadata ?? {};
  const owner: V1OwnerReference = { apiVersion: 'batch/v1', kind: 'Job', name, uid };
  return { ...secret, metadata: { ...secret.metadata, ownerReferences: [owner] } };
}

/** A core for 4096 MB, as on Apify, is a program's part where all want theirs; up to one core it may use what is idle. */
function resourcesOf(memoryMbytes: number) {
  const memory = `${memoryMbytes}Mi`;
  const millicores = Math.max(1, Math.round((memoryMbytes / 4096) * 1000));
  return {
    requests: { memory, cpu: `${millicores}m` },
    limits: { memory, cpu: `${Math.max(1000, millicores)}m` },
  };
}

const labelsOf = ({ prefix }: KubernetesSettings, { runId, attempt }: RunJob) => ({
  [LABELS.owner]: prefix,
  [LABELS.run]: runId,
  [LABELS.attempt]: `${attempt}`,
});
