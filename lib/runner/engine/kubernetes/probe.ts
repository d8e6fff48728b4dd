import type { Engine, EngineState } from '../engine.ts';
import { withinLimit } from '../within-limit.ts';
import type { Cluster } from './cluster.ts';
import { jobFor, type KubernetesSettings } from './manifest.ts';

const LIMIT_MILLIS = 10_000;

/** Has the cluster judge a Job such as it will be given, without making it, and asks for the Docker that builds. */
export async function probe(
  cluster: () => Cluster,
  settings: KubernetesSettings,
  builder: Engine,
): Promise<EngineState> {
  const isolation = settings.runtimeClass === undefined ? 'container' : 'sandbox';
  const missing = (summary: string, remedy: string) => ({ isAvailable: false, isolation, summary, remedy }) as const;
  if (settings.imagePrefix === undefined) {
    return missing(
      'There is no registry to push images to.',
      'Set KUBERNETES_IMAGE_PREFIX to a repository that the cluster can pull from, such as registry.example/actors.',
    );
  }
  let version: string;
  try {
    version = await withinLimit(LIMIT_MILLIS, tryOut(cluster(), settings));
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return missing(
      `The cluster cannot be used: ${reason}`,
      `Set KUBECONFIG, and let the user make and delete Jobs and Secrets, and read Pods and their logs, in the namespace ${settings.namespace}.`,
    );
  }
  const docker = await builder.probe();
  if (!docker.isAvailable) {
    return missing(
      `Kubernetes ${version} answers, but images cannot be built: ${docker.summary}`,
      docker.remedy ?? 'Set DOCKER_HOST.',
    );
  }
  return { isAvailable: true, isolation, summary: `Kubernetes ${version}; built by ${docker.summary}`, remedy: null };
}

async function tryOut({ version, batch, namespace }: Cluster, settings: KubernetesSettings): Promise<string> {
  const { gitVersion } = await version.getCode();
  const trial = {
    ...{ runId: 'probe', attempt: 1, buildId: 'probe', environment: {}, memoryMbytes: 128, mustBeIsolated: true },
  };
  const body = jobFor({ ...settings, prefix: `${settings.prefix}-probe` }, trial);
  await batch.createNamespacedJob({ namespace, body, dryRun: 'All' });
  return gitVersion.replace(/^v/, '');
}
