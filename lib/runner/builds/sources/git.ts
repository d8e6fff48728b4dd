/** Sources that are in a Git repository, fetched by the `git` of this machine. */
import { type ExecFileException, execFile } from 'node:child_process';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { BuildFailure } from '../failure.ts';
import { sourceAddresses } from './addresses.ts';
import { inside } from './inside.ts';
import { MAX_SOURCE_BYTES, MAX_SOURCE_FILES, TOO_LARGE } from './limits.ts';

const CLONE_MILLIS = 300_000;
const MEASURE_EVERY_MILLIS = 1_000;

/** Takes a repository's address apart: `https://host/repository.git#branch:folder`, both optional. Source: Actor source types. */
export function parseRepository(text: string): { url: URL; branch: string | null; folder: string } {
  const url = new URL(text);
  const [branch = '', folder = ''] = decoded(url.hash.slice(1)).split(':');
  url.hash = '';
  // Git must not take it for an option, nor leave what names are made of.
  if (branch !== '' && !/^[A-Za-z0-9_][A-Za-z0-9_./-]*$/.test(branch)) {
    throw new BuildFailure(`There can be no branch ${JSON.stringify(branch)}`);
  }
  return { url, branch: branch || null, folder: folder || '.' };
}

/** Clones a repository, and gives the folder of it that the sources are in. Throws BuildFailure where it cannot be had. */
export async function cloneRepository(address: string, into: string, signal: AbortSignal): Promise<string> {
  const { url, branch, folder } = parseRepository(address);
  const [reached] = await sourceAddresses(url);
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const settings = [
    ...['protocol.allow=never', 'protocol.https.allow=always', 'protocol.http.allow=always'],
    // What was looked up and looked at is what is reached, and nothing that it redirects to.
    ...['http.followRedirects=false', `http.curloptResolve=${host}:${port}:${reached?.address}`],
    // A link would lead out of the sources, a hook or a filter is a program.
    ...['core.symlinks=false', 'core.hooksPath=/dev/null', 'credential.helper=', 'filter.lfs.required=false'],
    ...['filter.lfs.smudge=', 'filter.lfs.process='],
  ];
  await git(
    [
      ...settings.flatMap((setting) => ['-c', setting]),
      ...['clone', '--quiet', '--depth=1', '--single-branch', '--no-tags', '--no-recurse-submodules', '--template='],
      ...(branch === null ? [] : [`--branch=${branch}`]),
      ...['--', withoutUser(url).href, into],
    ],
    userOf(url),
    into,
    signal,
  );
  await rm(path.join(into, '.git'), { recursive: true, force: true });
  const sources = inside(into, folder);
  if (!(await stat(sources).catch(() => null))?.isDirectory()) {
    throw new BuildFailure(`The repository has no folder ${JSON.stringify(folder)}`);
  }
  return sources;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new BuildFailure('The address of the repository has a percent sign that encodes nothing');
  }
}

function withoutUser(url: URL): URL {
  const plain = new URL(url);
  plain.username = '';
  plain.password = '';
  return plain;
}

/**
 * Who the address says that we are, as settings in the environment: command lines are there for every user of the machine to read, and stand
 * in messages about commands that failed, which go to the build's log.
 */
function userOf({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const user = Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.extraHeader',
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${user}`,
  };
}

/** Runs git with nothing of the worker's own environment. */
async function git(
  args: readonly string[],
  user: Record<string, string>,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const tooLarge = new AbortController();
  const measuring = setInterval(() => {
    isTooLarge(folder).then(
      (is) => is && tooLarge.abort(),
      () => {},
    );
  }, MEASURE_EVERY_MILLIS);
  const environment: NodeJS.ProcessEnv = {
    ...user,
    NODE_ENV: 'production',
    PATH: process.env.PATH,
    HOME: path.dirname(folder),
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_NOSYSTEM: '1',
    LC_ALL: 'C',
  };
  try {
    await new Promise<void>((resolve, reject) => {
      execFile(
        'git',
        [...args],
        { env: environment, timeout: CLONE_MILLIS, signal: AbortSignal.any([signal, tooLarge.signal]) },
        (error, _output, complaint) => {
          if (!error) resolve();
          else if (signal.aborted) reject(error);
          else reject(new BuildFailure(tooLarge.signal.aborted ? TOO_LARGE : gitProblem(error, complaint)));
        },
      );
    });
  } finally {
    clearInterval(measuring);
  }
  if (await isTooLarge(folder)) throw new BuildFailure(TOO_LARGE);
}

function gitProblem(error: ExecFileException, complaint: string): string {
  if (error.code === 'ENOENT') return 'This worker has no git: push the sources as files or as an archive';
  const because = error.killed ? `it takes longer than ${CLONE_MILLIS / 1_000} s` : `git ended with ${error.code}`;
  return `The repository cannot be fetched: ${complaint.trim().split('\n').at(-1)?.slice(0, 500) || because}`;
}

async function isTooLarge(folder: string): Promise<boolean> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  if (entries.length > MAX_SOURCE_FILES) return true;
  let byteCount = 0;
  for (const entry of entries) {
    if (entry.isFile()) byteCount += (await stat(path.join(entry.parentPath, entry.name)).catch(() => null))?.size ?? 0;
  }
  return byteCount > MAX_SOURCE_BYTES;
}
