/**
 * The roles, each a process: how it is started, and how one sees that it serves.
 */
import net from 'node:net';
import type { Env } from '../lib/env.ts';

export type RoleName = 'console' | 'api' | 'worker';

export type Role = {
  title: string;
  /** What Node is started on. */
  args: string[];
  /** Where it listens and answers 200 when it serves; absent for the worker, which listens nowhere. */
  door?: { port: number; setting: string; health: string; publicUrl: string };
};

/** Large texts pass through the API; a small young generation frees them soon. The benchmarks start their API with it too. */
export const API_NODE_FLAGS = ['--max-semi-space-size=4'];

/** All roles, in the order in which they are shown. `isDev`: the Console recompiles as its sources change. */
export function roles(env: Env, isDev: boolean): Record<RoleName, Role> {
  const next = [
    '--import',
    './bin/console-front.js',
    'node_modules/next/dist/bin/next',
    isDev ? 'dev' : 'start',
    '-p',
    String(env.consolePort),
  ];
  return {
    console: {
      title: 'Console',
      args: next,
      door: door('CONSOLE_PORT', env.consolePort, '/api/health', env.consoleUrl),
    },
    api: {
      title: 'API',
      args: [...API_NODE_FLAGS, 'lib/api/main.ts'],
      door: door('API_PORT', env.apiPort, '/health', env.apiUrl),
    },
    worker: { title: 'Worker', args: ['lib/runner/main.ts'] },
  };
}

function door(setting: string, port: number, healthPath: string, publicUrl: string): Role['door'] {
  return { port, setting, health: `http://localhost:${port}${healthPath}`, publicUrl };
}

/** Whether nobody listens on the port, on any of this machine's addresses. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, () => probe.close(() => resolve(true)));
  });
}

/** Whether the role answers 200 at its health address. */
export async function isHealthy(health: string): Promise<boolean> {
  try {
    const answer = await fetch(health, { signal: AbortSignal.timeout(5_000) });
    await answer.body?.cancel();
    return answer.status === 200;
  } catch {
    return false;
  }
}
