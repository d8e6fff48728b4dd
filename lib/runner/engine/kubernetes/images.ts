/** Images for a cluster: built by Docker, and pushed to where the cluster pulls them from. */
import type Docker from 'dockerode';
import { lines } from '../docker/build.ts';
import { messageOf, statusOf, unless } from '../docker/client.ts';
import { imageOf, type KubernetesSettings } from './manifest.ts';

export async function isPushed(docker: Docker, settings: KubernetesSettings, buildId: string): Promise<boolean> {
  try {
    const authconfig = authOf(settings);
    await docker.getImage(imageOf(settings, buildId)).distribution(authconfig && { authconfig });
    return true;
  } catch (error) {
    // Docker says 404 or 401 for what is not there, depending on the registry, and 403 or 500 in older versions.
    if (statusOf(error) === 404 || /manifest unknown|not found|no such image/i.test(messageOf(error))) return false;
    throw error;
  }
}

/** `local`: the image's name in Docker. */
export async function push(
  docker: Docker,
  settings: KubernetesSettings,
  buildId: string,
  local: string,
): Promise<void> {
  const name = imageOf(settings, buildId);
  const repo = settings.imagePrefix ?? '';
  await docker.getImage(local).tag({ repo, tag: buildId });
  const authconfig = authOf(settings);
  // The tag is named apart: without it some versions push every tag of the repository.
  const options = { tag: buildId, ...(authconfig && { authconfig }) };
  for await (const { error } of lines(await docker.getImage(repo).push(options))) {
    if (error) throw new Error(`${name} could not be pushed: ${error}`);
  }
  // Under its other name it stays until it is evicted.
  await unless([404, 409], docker.getImage(name).remove());
}

function authOf({ registryAuth, imagePrefix = '' }: KubernetesSettings) {
  return registryAuth && { ...registryAuth, serveraddress: imagePrefix.split('/')[0] ?? '' };
}
