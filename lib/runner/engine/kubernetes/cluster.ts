/** The connection to a cluster, and the questions and changes that a run needs. */
import {
  ApiException,
  BatchV1Api,
  CoreV1Api,
  KubeConfig,
  Log,
  Metrics,
  type V1Pod,
  VersionApi,
} from '@kubernetes/client-node';

export interface Cluster {
  namespace: string;
  batch: BatchV1Api;
  core: CoreV1Api;
  version: VersionApi;
  log: Log;
  metrics: Metrics;
}

/** The cluster that KUBECONFIG names, or else the one we run in. */
export function connect(namespace: string): Cluster {
  const config = new KubeConfig();
  config.loadFromDefault();
  return {
    namespace,
    batch: config.makeApiClient(BatchV1Api),
    core: config.makeApiClient(CoreV1Api),
    version: config.makeApiClient(VersionApi),
    log: new Log(config),
    metrics: new Metrics(config),
  };
}

export const isMissing = (error: unknown) => error instanceof ApiException && error.code === 404;

/** What there is; null for what is not there. */
export async function orNull<T>(question: Promise<T>): Promise<T | null> {
  try {
    return await question;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** The pod of a Job; a Job of ours has one at most. */
export async function podOf({ core, namespace }: Cluster, job: string): Promise<V1Pod | null> {
  const { items } = await core.listNamespacedPod({ namespace, labelSelector: `job-name=${job}` });
  return items[0] ?? null;
}

/** Deletes the Job and its Secret, and asks its program to end; what was deleted before is passed over. */
export async function deleteJob({ batch, namespace }: Cluster, name: string): Promise<void> {
  await orNull(batch.deleteNamespacedJob({ name, namespace, propagationPolicy: 'Foreground' }));
}
