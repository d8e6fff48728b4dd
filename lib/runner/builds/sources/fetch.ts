import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { BuildWork } from '../../../build-work/queries.ts';
import type { BuildLog } from '../build-log.ts';
import { BuildFailure } from '../failure.ts';
import { unpack } from './archive.ts';
import { download } from './download.ts';
import { writeFiles } from './files.ts';
import { cloneRepository } from './git.ts';

/** Puts the sources of a version into a folder, and gives the one that they are in. Throws BuildFailure where they cannot be had. */
export async function fetchSources(
  version: NonNullable<BuildWork['version']>,
  folder: string,
  log: BuildLog,
  signal: AbortSignal,
): Promise<string> {
  const sources = path.join(folder, 'sources');
  await mkdir(sources, { recursive: true });
  switch (version.sourceType) {
    case 'SOURCE_FILES':
      await writeFiles(sources, version.sourceFiles ?? []);
      return sources;
    case 'TARBALL': {
      log.note('Downloading the archive');
      const archive = path.join(folder, 'archive');
      await download(address(version.tarballUrl), archive, signal);
      const unpacked = await unpack(archive, sources);
      await rm(archive);
      return unpacked;
    }
    case 'GIT_REPO':
      log.note('Fetching the repository');
      return cloneRepository(address(version.gitRepoUrl), sources, signal);
    case 'GITHUB_GIST':
      log.note('Fetching the gist');
      return cloneRepository(address(version.gitHubGistUrl), sources, signal);
  }
}

function address(text: string | null): string {
  if (text === null || !URL.canParse(text)) throw new BuildFailure('The version says no address of its sources');
  return text;
}
