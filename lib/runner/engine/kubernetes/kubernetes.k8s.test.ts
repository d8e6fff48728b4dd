import { afterAll, beforeAll, expect, test } from 'vitest';
import { env } from '../../../env.ts';
import { buildActor, printed, runJob } from '../../../testing/engine-world.ts';
import type { RunJob } from '../engine.ts';
import { KubernetesEngine } from './engine.ts';

const { docker, kubernetes } = env();
const newEngine = () =>
  new KubernetesEngine({ ...kubernetes, prefix: 'gatehouse-e2e' }, { ...docker, prefix: 'gatehouse-e2e' });
const engine = newEngine();
let buildId: string;

beforeAll(async () => {
  expect(await engine.probe()).toMatchObject({ isAvailable: true, remedy: null });
  const main = 'await import("data:text/javascript," + encodeURIComponent(process.env.WHAT));';
  const built = await buildActor(engine, { 'main.js': main });
  if (!built.result.isBuilt) throw new Error(`${built.result.reason}\n${built.output}`);
  ({ buildId } = built);
  await engine.install(buildId, built.result.product());
});

const job = (what: string, change: Partial<RunJob> = {}) => runJob(buildId, { ...change, environment: { WHAT: what } });

async function outcome(started: RunJob) {
  const program = await engine.start(started);
  const { text } = await printed(program);
  const end = await program.ended;
  await program.clear();
  return { text, ...end };
}

test('a program prints its first line, and ends with the exit code it chose', async () => {
  const asked = job('console.log("hello"); process.exitCode = 7;');
  expect(await outcome(asked)).toEqual({ text: 'hello\n', exitCode: 7, isOutOfMemory: false });
});

test('a program that needs more memory than it was given is ended', async () => {
  const fill = 'const kept = []; for (;;) kept.push(Buffer.alloc(8_000_000, 1));';
  expect(await outcome(job(fill, { memoryMbytes: 128 }))).toMatchObject({ exitCode: 137, isOutOfMemory: true });
});

test('a program has no key to the cluster', async () => {
  const look = `const fs = await import('node:fs');
    console.log(fs.existsSync('/var/run/secrets/kubernetes.io'), /CapEff:\\s*0+$/m.test(fs.readFileSync('/proc/self/status', 'utf8')));`;
  expect((await outcome(job(look))).text).toBe('false true\n');
});

test('another worker finds the program, reads on, and ends it', async () => {
  const started = job('let n = 0; setInterval(() => console.log(n++), 100);');
  const first = await printed(await engine.start(started), null, '9\n');
  await expect(engine.start(started)).rejects.toThrow();

  const next = newEngine();
  const found = (await next.list()).find(({ runId }) => runId === started.runId);
  const program = await next.adopt(started.runId, 1, found?.handle);
  if (!program) throw new Error('It was not found');
  const second = await printed(program, first.position, '29\n');
  const lines = `${first.text}${second.text}`.trim().split('\n').map(Number);
  expect(lines).toEqual([...lines.keys()]);
  await program.kill();
  expect(await program.ended).toEqual({ exitCode: 137, isOutOfMemory: false });
  await program.clear();
  await expect.poll(() => next.adopt(started.runId, 1), { timeout: 60_000 }).toBeNull();
});

test('a program may close in order', async () => {
  const program = await engine.start(
    job(
      'process.on("SIGTERM", () => { console.log("closing"); process.exit(3); }); console.log("up"); setInterval(() => {}, 1000);',
    ),
  );
  const { position } = await printed(program, null, 'up');
  await program.terminate();
  expect((await printed(program, position)).text).toBe('closing\n');
  await program.ended;
  await program.clear();
});

afterAll(async () => {
  await expect.poll(() => engine.list(), { timeout: 60_000 }).toEqual([]);
});
