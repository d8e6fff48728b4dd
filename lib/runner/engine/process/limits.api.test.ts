/** Programs that take too much, or that will not go: each ends, and nothing of it stays. */
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  engineFolder,
  engineIn,
  installActor,
  outputOf,
  printed,
  processesWith,
  removeEngineFolder,
  startActor,
} from '../../../testing/process-engine.ts';
import type { ProcessEngine } from './process-engine.ts';

const FILES = {
  'main.js': 'require("./" + process.env.PROGRAM)',
  'exit.js': 'process.exit(Number(process.env.CODE))',
  'abort.js': 'process.kill(process.pid, "SIGKILL")',
  'eat.js': 'const held = []; console.log("eating"); setInterval(() => held.push(Buffer.alloc(8e6, 1)), 5);',
  'forks.js': `
    const { spawn } = require('node:child_process');
    let refused = 0;
    const fork = () => {
      const child = spawn('sleep', ['1000'], { stdio: 'ignore' });
      child.on('error', () => { if (++refused === 1) console.log('refused'); });
      setTimeout(fork, refused ? 100 : 0);
    };
    fork();`,
  // A shell whose parent has ended, in a session of its own, deaf to everything that can be ignored.
  'stay.js': `
    const { spawn } = require('node:child_process');
    process.on('SIGTERM', () => console.log('asked'));
    const deaf = 'trap "" TERM HUP INT; (setsid sh -c \\'trap "" TERM HUP INT; while :; do sleep 1000; done\\' &) ; wait';
    spawn('sh', ['-c', deaf], { stdio: 'ignore', detached: true }).on('exit', () => console.log('ready'));
    if (process.env.LEAVES) setTimeout(() => process.exit(5), 300); else setInterval(() => {}, 1000);`,
  'print.js':
    'const line = "x".repeat(99) + "\\n"; for (let n = 0; n < 50000; n++) process.stdout.write(line); process.exitCode = 9;',
  'sleep.js': 'console.log("asleep"); setInterval(() => {}, 1000)',
};

const folder = engineFolder();
afterAll(() => removeEngineFolder(folder));

describe.each([
  { how: 'by control groups if there are any', options: { tools: ['bwrap'] } },
  { how: 'by looking', options: { tools: ['bwrap'], mayUseCgroups: false } },
])('limits $how', ({ options }) => {
  let engine: ProcessEngine;
  let buildId: string;
  const mark = () => `mark-${randomUUID()}`;
  const start = (PROGRAM: string, { memoryMbytes = 512, ...environment }: Record<string, string | number> = {}) => {
    const texts = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, `${value}`]));
    return startActor(engine, buildId, { environment: { PROGRAM, ...texts }, memoryMbytes: Number(memoryMbytes) });
  };

  beforeAll(async () => {
    engine = engineIn(folder, options);
    await engine.probe();
    buildId = await installActor(engine, folder, FILES);
  });

  test('a program that eats memory is ended, and it is said why', async () => {
    const MARK = mark();
    const program = await start('eat', { MARK, memoryMbytes: 256 });
    expect(await program.ended).toEqual({ exitCode: 137, isOutOfMemory: true });
    expect(processesWith(MARK)).toEqual([]);
    await program.clear();
  });

  test('a program that starts others without end is refused more, and all of them end', async () => {
    const MARK = mark();
    const program = await start('forks', { MARK });
    // By looking alone it is ended as well, whichever comes first.
    await Promise.race([printed(program, 'refused'), program.ended]);
    await program.kill();
    expect((await program.ended).exitCode).toBe(137);
    expect(processesWith(MARK)).toEqual([]);
    await program.clear();
  }, 60_000);
});

describe('the end of a program', () => {
  let engine: ProcessEngine;
  let buildId: string;
  const start = (PROGRAM: string, environment: Record<string, string> = {}) =>
    startActor(engine, buildId, { environment: { PROGRAM, ...environment } });

  beforeAll(async () => {
    engine = engineIn(folder, { outputBytes: 100_000 });
    await engine.probe();
    buildId = await installActor(engine, folder, FILES);
  });

  test.each([
    ['exit', { CODE: '0' }, 0],
    ['exit', { CODE: '91' }, 91],
    ['abort', {}, 137],
  ])('%s %j gives exit code %i', async (name, environment, exitCode) => {
    const program = await start(name, environment);
    expect(await program.ended).toEqual({ exitCode, isOutOfMemory: false });
    await program.clear();
  });

  test('what ignores the request to end is ended with all that it hid away', async () => {
    const MARK = `mark-${randomUUID()}`;
    const program = await start('stay', { MARK });
    await printed(program, 'ready');
    await program.terminate();
    await printed(program, 'asked');
    expect(processesWith(MARK).length).toBeGreaterThan(2);
    await program.kill();
    expect(processesWith(MARK)).toEqual([]);
    expect(await program.ended).toEqual({ exitCode: 137, isOutOfMemory: false });
    await program.clear();
  });

  test('what a program leaves running ends with it', async () => {
    const MARK = `mark-${randomUUID()}`;
    const program = await start('stay', { MARK, LEAVES: '1' });
    expect(await program.ended).toEqual({ exitCode: 5, isOutOfMemory: false });
    expect(processesWith(MARK)).toEqual([]);
    await program.clear();
  });

  test('a program that asks for nothing ends by SIGTERM', async () => {
    const program = await start('sleep');
    await printed(program, 'asleep');
    const { memoryBytes, cpuMillis } = await program.usage();
    expect(memoryBytes).toBeGreaterThan(5e6);
    expect(cpuMillis).toBeGreaterThan(5);
    await program.terminate();
    expect(await program.ended).toEqual({ exitCode: 143, isOutOfMemory: false });
    await program.clear();
  });

  test('output beyond the limit is not kept, and the program goes on to its end', async () => {
    const program = await start('print');
    const output = await outputOf(program);
    expect((await program.ended).exitCode).toBe(9);
    expect(output.length).toBeLessThan(101_000);
    expect(output).toContain('The rest of the output is not kept');
    await program.clear();
  });

  test('nothing is left of any of them', async () => {
    expect(readdirSync(path.join(folder, 'worker', 'slots'))).toEqual([]);
    expect(await engine.list()).toEqual([]);
  });
});
