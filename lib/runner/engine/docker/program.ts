import type Docker from 'dockerode';
import type { ProgramEnd, ProgramUsage, RunningProgram } from '../engine.ts';
import { statusOf, unless } from './client.ts';
import { outputOf } from './output.ts';

const KILLED = 137;

/** A container that was started, by us or by an earlier worker, and may have ended. `name`: its name. */
export function programOf(docker: Docker, name: string): RunningProgram {
  const container = docker.getContainer(name);
  let isKilled = false;
  const ended = end(container, () => isKilled);
  return {
    handle: { container: name },
    ended,
    output: (position) => outputOf(container, position),
    usage: () => usageOf(container),
    terminate: () => send(container, 'SIGTERM'),
    kill: async () => {
      isKilled = true;
      await send(container, 'SIGKILL');
      await ended;
    },
    clear: () => unless([404, 409], container.remove({ force: true, v: true })),
  };
}

/** Engines refuse a signal to what has ended in ways of their own, so it is looked at then. */
async function send(container: Docker.Container, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  try {
    await container.kill({ signal });
  } catch (error) {
    const isRunning = await container.inspect().then(
      ({ State }) => State.Running,
      (failure) => statusOf(failure) !== 404,
    );
    if (isRunning) throw error;
  }
}

async function end(container: Docker.Container, isKilled: () => boolean): Promise<ProgramEnd> {
  for (;;) {
    try {
      await container.wait();
      const { State } = await container.inspect();
      if (State.Running) continue;
      const exitCode = State.ExitCode;
      // Podman does not say so: then what was killed, and by nobody here, had no memory left. A child alone may also have been the one.
      const isOutOfMemory = !isKilled() && (exitCode === KILLED || (State.OOMKilled && exitCode !== 0));
      return { exitCode, isOutOfMemory };
    } catch (error) {
      if (statusOf(error) === 404) return { exitCode: KILLED, isOutOfMemory: false };
      // The engine is being restarted; the container goes on, or its end is kept.
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

async function usageOf(container: Docker.Container): Promise<ProgramUsage> {
  const stats = await container.stats({ stream: false, 'one-shot': true });
  // Of a container that has ended the parts are missing.
  const { usage, stats: parts } = stats.memory_stats ?? {};
  // The cache of files is the kernel's, which takes it back at need; the name of it differs between cgroups 2 and 1.
  const cache = parts?.inactive_file ?? parts?.total_inactive_file ?? 0;
  const cpuMillis = Math.round((stats.cpu_stats?.cpu_usage?.total_usage ?? 0) / 1e6);
  return { memoryBytes: Math.max(0, (usage ?? 0) - cache), cpuMillis };
}
