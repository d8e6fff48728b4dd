import { pipeline } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import tar from 'tar-stream';
import { statusOf, unless } from './client.ts';

/**
 * Where an image starts by `npm start`, and that is no more than `node <file>`, lets it start by that: npm's shell would keep SIGTERM from
 * the program, which then could not close in order; and it takes its time. Gives the image that has the tag in the end.
 */
export async function startDirectly(docker: Docker, tag: string): Promise<{ Id: string }> {
  const image = await docker.getImage(tag).inspect();
  const { Cmd, Entrypoint, WorkingDir } = image.Config;
  if (!isNpmStart(Cmd) || (Array.isArray(Entrypoint) ? Entrypoint.length > 0 : Entrypoint)) return image;
  // It is never started: files can be read from it.
  const container = await docker.createContainer({ Image: image.Id });
  try {
    const command = commandIn(await readText(container, `${WorkingDir || ''}/package.json`));
    if (!command) return image;
    const colon = tag.lastIndexOf(':');
    const name = { repo: tag.slice(0, colon), tag: tag.slice(colon + 1) };
    await container.commit({ ...name, changes: `CMD ${JSON.stringify(command)}` });
    return await docker.getImage(tag).inspect();
  } finally {
    await unless([404, 409], container.remove({ force: true, v: true }));
  }
}

function isNpmStart(command: string[] | null | undefined): boolean {
  const isShell = command?.[0] === '/bin/sh' && command[1] === '-c';
  const [npm, ...words] = isShell ? (command[2] ?? '').trim().split(/\s+/) : (command ?? []);
  const asked = words.filter((word) => word !== '-s' && word !== '--silent').join(' ');
  return npm === 'npm' && (asked === 'start' || asked === 'run start');
}

/** Node and its arguments, where `npm start` does nothing else. */
export function commandIn(packageJson: string | null): string[] | null {
  try {
    const scripts = JSON.parse(packageJson ?? 'null')?.scripts;
    const start: unknown = scripts?.start;
    if (typeof start !== 'string' || scripts.prestart !== undefined || scripts.poststart !== undefined) return null;
    // No quotes, variables or second command: nothing that a shell would be needed for.
    return /^node( [\w./=:-]+)+$/.test(start.trim()) ? start.trim().split(' ') : null;
  } catch {
    return null;
  }
}

/** A file's text; null if it is not there, or is no file of a size to be expected. */
async function readText(container: Docker.Container, path: string): Promise<string | null> {
  try {
    const archive = await container.getArchive({ path });
    for await (const entry of pipeline(archive, tar.extract(), () => {})) {
      const { type, size } = entry.header;
      return type === 'file' && size <= 1_000_000 ? await text(entry) : null;
    }
    return null;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}
