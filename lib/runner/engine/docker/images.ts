/** The images of built Actors on this machine: one tag a build. */
import { PassThrough, pipeline, type Readable } from 'node:stream';
import type Docker from 'dockerode';
import { lines } from './build.ts';
import { type DockerSettings, imageOf, LABELS, repositoryOf, statusOf, unless } from './client.ts';

export async function isInstalled(docker: Docker, settings: DockerSettings, buildId: string): Promise<boolean> {
  try {
    await docker.getImage(imageOf(settings, buildId)).inspect();
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}

/** Rejects if the product breaks off, or is that of another build. */
export async function install(
  docker: Docker,
  settings: DockerSettings,
  buildId: string,
  product: Readable,
): Promise<void> {
  if (await isInstalled(docker, settings, buildId)) {
    product.destroy();
    return;
  }
  // A stream that is destroyed midway would leave the engine waiting; through this one it learns of it.
  const whole = pipeline(product, new PassThrough(), () => {});
  let report = '';
  for await (const { stream, error } of lines(await docker.loadImage(whole))) {
    if (error) throw new Error(`The product could not be loaded: ${error}`);
    report += stream ?? '';
  }
  const id = /sha256:[0-9a-f]{64}/.exec(report)?.[0];
  if (!id) throw new Error(`The product holds no image: ${report.trim()}`);
  const { Config } = await docker.getImage(id).inspect();
  if (Config.Labels?.[LABELS.build] !== buildId) throw new Error('The product is that of another build');
  await use(docker, settings, buildId, id);
}

/** Marks the image as used now: the engine keeps when an image was last given its name. */
export async function use(docker: Docker, settings: DockerSettings, buildId: string, image?: string): Promise<void> {
  const repo = repositoryOf(settings);
  await docker.getImage(image ?? imageOf(settings, buildId)).tag({ repo, tag: buildId });
}

/** Removes the images beyond `keep.builds` that were not used for longest; those with containers stay. */
export async function evict(docker: Docker, settings: DockerSettings, keep: { builds: number }): Promise<void> {
  const images = await docker.listImages({ filters: { label: [`${LABELS.owner}=${settings.prefix}`] } });
  const tags = images.flatMap(({ RepoTags }) => RepoTags ?? []).filter((tag) => isOurs(tag, settings));
  const used = await Promise.all(tags.map(async (tag) => ({ tag, at: await lastUse(docker, tag) })));
  const surplus = used.toSorted((one, other) => other.at - one.at).slice(keep.builds);
  for (const { tag } of surplus) await unless([404, 409], docker.getImage(tag).remove());
}

// Podman writes a host and a folder before the name.
const isOurs = (tag: string, settings: DockerSettings) =>
  tag.slice(tag.lastIndexOf('/') + 1).startsWith(`${repositoryOf(settings)}:`);

async function lastUse(docker: Docker, tag: string): Promise<number> {
  try {
    const image: { Created: string; Metadata?: { LastTagTime?: string } } = await docker.getImage(tag).inspect();
    const tagged = Date.parse(image.Metadata?.LastTagTime ?? '');
    // Podman does not keep it, and gives the year 1.
    return tagged > 0 ? tagged : Date.parse(image.Created);
  } catch (error) {
    if (statusOf(error) === 404) return 0;
    throw error;
  }
}
