/**
 * Child processes under Node, each in a process group of its own: Ctrl-C in a terminal reaches only us, so we decide who stops first.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

/** The folder of the checkout. */
export const root = path.resolve(import.meta.dirname, '..');

/** Starts this same Node on `args`. The child ends with us, however we end (see role.js). `env` is added to ours. */
export function spawnNode(args: string[], env: Record<string, string>, stdout: 'inherit' | 'pipe'): ChildProcess {
  const role = pathToFileURL(path.join(root, 'bin', 'role.js')).href;
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', role, ...args], {
    cwd: root,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env, GATEHOUSE_PARENT: String(process.pid) },
    detached: true,
    stdio: ['ignore', stdout, stdout, 'ipc'],
  });
}

/** Resolves when the child has ended, with `exit code 1` or `SIGKILL`: why it did. */
export function ended(child: ChildProcess): Promise<string> {
  const reason = () => child.signalCode ?? `exit code ${child.exitCode}`;
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(reason());
  return new Promise((resolve) => {
    child.once('exit', () => resolve(reason())).once('error', (error) => resolve(error.message));
  });
}

/** Asks a child to end, and kills it with its whole group when it has not within `limitMillis`. Resolves when it is gone. */
export async function stopChild(child: ChildProcess, limitMillis: number): Promise<void> {
  const end = ended(child).then(() => true);
  child.kill('SIGTERM');
  const limit = new AbortController();
  const late = sleep(limitMillis, false, { signal: limit.signal }).catch(() => false);
  if (!(await Promise.race([end, late])) && child.pid !== undefined) {
    killGroup(child.pid);
    await end;
  }
  limit.abort();
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended just now.
  }
}

/** What a child with piped output has written so far, the last characters of it. */
export function recordOutput(child: ChildProcess, maxChars = 20_000): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-maxChars);
    });
  }
  return () => text.trim();
}
