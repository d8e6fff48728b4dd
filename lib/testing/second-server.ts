/** Another API process on the same database: it shares no memory with the test, as replicas of an instance share none. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { API_NODE_FLAGS } from '../../bin/roles.ts';
import { freePort } from './world.ts';

export interface SecondServer {
  url: string;
  pid: number;
  stop: () => Promise<void>;
  /** As the system does it when memory runs out: without a word. */
  kill: () => Promise<void>;
}

/** Starts the api role, as `npm start` does, and resolves when it answers. */
export async function startSecondServer(): Promise<SecondServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const main = path.join(import.meta.dirname, '../api/main.ts');
  const child = spawn(process.execPath, [...API_NODE_FLAGS, main], {
    env: { ...process.env, API_PORT: String(port), LOG_LEVEL: 'error', NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await untilReady(child, url);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  return { url, pid: child.pid ?? 0, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

async function untilReady(child: ChildProcess, url: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The second server ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/health`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
