/** Real worker processes, for tests that end them in every way. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { pool } from '../../db/client.ts';

const running = new Set<TestWorker>();

export class TestWorker {
  readonly #child: ChildProcess;
  #said = '';

  constructor(env: Record<string, string>) {
    this.#child = spawn(process.execPath, ['lib/runner/main.ts'], {
      cwd: path.resolve(import.meta.dirname, '../..'),
      env: { ...process.env, LOG_LEVEL: 'info', WORKER_LEASE_SECS: '3', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#said += text;
      });
    }
    running.add(this);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Everything it has printed. */
  get said(): string {
    return this.#said;
  }

  async end(signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    this.#child.kill(signal);
    if (signal === 'SIGSTOP' || signal === 'SIGCONT') return;
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
    running.delete(this);
  }
}

/** Ends the workers of each test of a file. */
export function workersOfTests(): StartWorker {
  afterEach(({ task }) => endAll(task.result?.state === 'fail'));
  return (env = {}) => new TestWorker(env);
}

/** Ends the workers of a file after its last test. */
export function workersOfFile(): StartWorker {
  let hasFailed = false;
  afterEach(({ task }) => {
    hasFailed ||= task.result?.state === 'fail';
  });
  afterAll(() => endAll(hasFailed));
  return (env = {}) => new TestWorker(env);
}

type StartWorker = (env?: Record<string, string>) => TestWorker;

async function endAll(hasFailed: boolean): Promise<void> {
  for (const worker of [...running]) {
    if (hasFailed) console.log(worker.said);
    await worker.end('SIGCONT');
    await worker.end('SIGTERM');
  }
}

/** Waits until something holds, for what other processes do. Throws when it has not in time. */
export async function until<T>(
  what: string,
  find: () => Promise<T | null | undefined | false>,
  limitMillis = 15_000,
): Promise<T> {
  for (const end = Date.now() + limitMillis; Date.now() < end; ) {
    const found = await find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Not in time: ${what}`);
}

export async function logOf(runId: string): Promise<string> {
  const { rows } = await pool().query<{ text: string }>(
    'SELECT text FROM log_chunks WHERE resource_id = $1 ORDER BY sequence',
    [runId],
  );
  return rows.map(({ text }) => text).join('');
}

/** A log without the times of its lines. */
export const linesOf = async (runId: string) =>
  (await logOf(runId))
    .split('\n')
    .slice(0, -1)
    .map((line) => line.slice(25));
