/**
 * A Docker of its own for the tests: the system's package, run from a temporary folder, with nothing of the machine's changed.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Docker from 'dockerode';
import { ended, recordOutput, stopChild } from './processes.ts';

const PROGRAMS = ['dockerd', 'containerd', 'runc', 'docker-init', 'docker-registry'];
const PACKAGES = ['docker.io', 'tini', 'docker-registry'];
// The daemon's programs are the administrator's.
const PATH = [process.env.PATH, '/usr/sbin', '/sbin'].join(path.delimiter);

export interface DockerServer {
  /** Its address, as in DOCKER_HOST. */
  host: string;
  stop: () => Promise<void>;
}

/**
 * Looks for Docker, and installs it where that can be done; then starts it once. Gives null when it works, and else why it does not.
 */
export async function findOrInstallDocker(): Promise<string | null> {
  if (process.platform !== 'linux') return 'it runs on Linux only';
  if (process.getuid?.() !== 0) return 'only root can start it';
  if (!isThere()) {
    console.log(`No Docker found: installing the one of the system (apt-get install ${PACKAGES.join(' ')})…`);
    run(['apt-get', 'update', '-q']);
    run(['apt-get', 'install', '-y', '-q', '--no-install-recommends', ...PACKAGES]);
  }
  if (!isThere()) return 'it could not be installed';
  try {
    await (await startDocker()).stop();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const isThere = () =>
  PROGRAMS.every(
    (name) => spawnSync('/bin/sh', ['-c', 'command -v "$0"', name], { env: { ...process.env, PATH } }).status === 0,
  );

function run([program = '', ...args]: string[]): void {
  // The package brings a service, which nobody needs here.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'], env });
}

/** Starts it, within some two seconds. It makes no networks: containers have the machine's, or none. */
export async function startDocker(): Promise<DockerServer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-docker-'));
  const socket = path.join(folder, 'docker.sock');
  const args = ['--data-root', path.join(folder, 'data'), '--exec-root', path.join(folder, 'exec')];
  args.push('--pidfile', path.join(folder, 'pid'), '-H', `unix://${socket}`, '--default-ulimit', 'nofile=20000:20000');
  args.push('--iptables=false', '--ip6tables=false', '--ip-forward=false', '--bridge=none');
  const child = spawn('dockerd', args, {
    cwd: folder,
    env: { ...process.env, PATH },
    // A group of its own, so that Ctrl-C reaches us alone and containers can be ended in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = recordOutput(child);
  const stop = async () => {
    await stopChild(child, 30_000);
    for (const place of mountsIn(folder)) spawnSync('umount', [place], { env: { ...process.env, PATH } });
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilItAnswers(new Docker({ socketPath: socket, host: undefined }), child);
    return { host: `unix://${socket}`, stop };
  } catch (error) {
    await stop();
    throw new Error(`Docker did not start: ${output().split('\n').at(-1)}`, { cause: error });
  }
}

/** The daemon leaves its place for network namespaces behind. The innermost first. */
function mountsIn(folder: string): string[] {
  const places = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  return places
    .map((line) => line.split(' ')[1] ?? '')
    .filter((place) => place.startsWith(`${folder}/`))
    .toReversed();
}

async function untilItAnswers(docker: Docker, child: ChildProcess): Promise<void> {
  let hasEnded = false;
  void ended(child).then(() => {
    hasEnded = true;
  });
  for (let attempt = 0; attempt < 300 && !hasEnded; attempt++) {
    const isUp = await docker.ping().then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(hasEnded ? 'it ended' : 'it did not answer within 30 seconds');
}
