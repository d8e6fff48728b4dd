import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createId } from '../../../ids.ts';
import { buildActor, daemon, dockerEngine, dockerSettings, printed, runJob } from '../../../testing/engine-world.ts';
import type { RunJob, RunningProgram } from '../engine.ts';

/** An Actor that does what its environment says. */
const MAIN = 'await import("data:text/javascript," + encodeURIComponent(process.env.WHAT));';
const engine = dockerEngine();
let buildId: string;

beforeAll(async () => {
  const built = await buildActor(engine, { 'main.js': MAIN });
  expect(built.result).toMatchObject({ isBuilt: true });
  buildId = built.buildId;
});

const start = (what: string, change: Partial<RunJob> = {}) =>
  engine.start(runJob(buildId, { ...change, environment: { WHAT: what, ...change.environment } }));

async function outcome(program: RunningProgram) {
  const { text } = await printed(program);
  const end = await program.ended;
  await program.clear();
  return { text, ...end };
}

describe('a program', () => {
  test('prints its first line, and ends with exit code 0', async () => {
    const program = await start('console.log("hello");');
    expect(await outcome(program)).toEqual({ text: 'hello\n', exitCode: 0, isOutOfMemory: false });
  });

  test('ends with the exit code it chose', async () => {
    expect(await outcome(await start('process.exitCode = 7;'))).toMatchObject({ exitCode: 7, isOutOfMemory: false });
  });

  test('prints to both outputs, and characters of several bytes in lines of any length', async () => {
    const program = await start('console.log("ž".repeat(40_000)); console.error("–");');
    const { text } = await outcome(program);
    expect(text.replace('–\n', '')).toBe(`${'ž'.repeat(40_000)}\n`);
    expect(text).toContain('–\n');
  });

  test('that needs more memory than it was given is ended, and it is said why', async () => {
    const fill = 'const kept = []; for (;;) kept.push(Buffer.alloc(8_000_000, 1));';
    expect(await outcome(await start(fill, { memoryMbytes: 128 }))).toMatchObject({
      ...{ exitCode: 137, isOutOfMemory: true },
    });
  });

  test('has the environment it was given, and nothing of ours', async () => {
    const program = await start('console.log(JSON.stringify(process.env));', { environment: { ONE: 'a=b\nc' } });
    const { text } = await outcome(program);
    const given = JSON.parse(text);
    expect(given.ONE).toBe('a=b\nc');
    const own =
      /^(npm_.*|HOME|HOSTNAME|PATH|PWD|INIT_CWD|NODE|NODE_EXTRA_CA_CERTS|COLOR|EDITOR|ONE|WHAT|_|SHLVL|OLDPWD|TERM)$/;
    expect(Object.keys(given).filter((name) => !own.test(name))).toEqual([]);
  });

  test('sees neither files nor processes of the machine, and has no rights there', async () => {
    const look = `
      const fs = await import('node:fs');
      const processes = fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).length;
      const status = fs.readFileSync('/proc/self/status', 'utf8');
      const rights = /CapEff:\\s*(\\w+)/.exec(status)[1];
      const mayGain = /NoNewPrivs:\\s*0/.test(status);
      let mayMount = true;
      try { fs.writeFileSync('/proc/sys/kernel/hostname', 'x'); } catch { mayMount = false; }
      console.log(JSON.stringify({ processes, rights, mayGain, mayMount, seen: fs.existsSync(process.env.FILE) }));`;
    const { text } = await outcome(await start(look, { environment: { FILE: import.meta.filename } }));
    expect(JSON.parse(text)).toEqual({
      ...{ processes: expect.any(Number), rights: '0000000000000000', mayGain: false, mayMount: false, seen: false },
    });
    expect(JSON.parse(text).processes).toBeLessThan(6);
  });

  test('says what it uses', async () => {
    const program = await start(
      'const kept = Buffer.alloc(60_000_000, 1); console.log("up"); setTimeout(() => kept, 60_000);',
    );
    await printed(program, null, 'up');
    const { memoryBytes, cpuMillis } = await program.usage();
    expect(memoryBytes).toBeGreaterThan(60_000_000);
    expect(memoryBytes).toBeLessThan(256 * 1024 * 1024);
    expect(cpuMillis).toBeGreaterThan(20);
    await program.kill();
    await program.clear();
  });
});

describe('an end that was asked for', () => {
  test('is left to the program first', async () => {
    const program = await start(
      'process.on("SIGTERM", () => { console.log("closing"); process.exit(3); }); console.log("up"); setInterval(() => {}, 1000);',
    );
    await printed(program, null, 'up');
    await program.terminate();
    expect(await outcome(program)).toEqual({ text: 'up\nclosing\n', exitCode: 3, isOutOfMemory: false });
  });

  test('is forced on one that does not care, and on all that it started', async () => {
    const mark = `${40_000 + Math.floor(Math.random() * 10_000)}`;
    const program = await start(
      `const { spawn } = await import('node:child_process');
       spawn('sleep', ['${mark}'], { detached: true, stdio: 'ignore' }).unref();
       process.on("SIGTERM", () => console.log("no")); console.log("up"); setInterval(() => {}, 1000);`,
    );
    const { position } = await printed(program, null, 'up');
    expect(commandsOf('sleep')).toContain(mark);
    await program.terminate();
    await printed(program, position, 'no');
    await program.kill();
    expect(commandsOf('sleep')).not.toContain(mark);
    expect(await program.ended).toEqual({ exitCode: 137, isOutOfMemory: false });
    // Asked again it has nothing to do.
    await program.terminate();
    await program.kill();
    await program.clear();
    await program.clear();
  });

  test('of the first process ends what it left behind', async () => {
    const mark = `${50_000 + Math.floor(Math.random() * 10_000)}`;
    const program = await start(
      `const { spawn } = await import('node:child_process');
       spawn('sleep', ['${mark}'], { detached: true, stdio: 'ignore' }).unref(); setTimeout(() => process.exit(0), 500);`,
    );
    expect(await outcome(program)).toMatchObject({ exitCode: 0 });
    expect(commandsOf('sleep')).not.toContain(mark);
  });
});

/** The arguments of all programs of this name on the machine. */
function commandsOf(name: string): string[] {
  return readdirSync('/proc').flatMap((id) => {
    if (!/^\d+$/.test(id) || !existsSync(`/proc/${id}/cmdline`)) return [];
    try {
      const [program = '', ...args] = readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0');
      return program.endsWith(name) ? args : [];
    } catch {
      // It ended just now.
      return [];
    }
  });
}

describe('output', () => {
  const COUNT =
    'let n = 0; const timer = setInterval(() => { for (let i = 0; i < 40; i++) (n % 3 ? console.log : console.error)(n++); if (n >= 4000) clearInterval(timer); }, 20);';
  const numbers = (text: string) => text.trim().split('\n').map(Number);

  test('goes on from any position, with nothing lost and nothing twice', async () => {
    const program = await start(COUNT);
    let position: string | null = null;
    let text = '';
    for (const until of ['\n300\n', '\n301\n', '\n1500\n', '\n2900\n', undefined]) {
      let piece = '';
      for await (const found of program.output(position)) {
        ({ position } = found);
        piece += found.text;
        if (until !== undefined && piece.includes(until)) break;
      }
      text += piece;
    }
    await program.ended;
    // The two outputs may stand a little out of order to each other, but each keeps its own.
    expect(numbers(text).toSorted((one, other) => one - other)).toEqual([...Array(4000).keys()]);
    expect(numbers(text).filter((n) => n % 3)).toEqual([...Array(4000).keys()].filter((n) => n % 3));
    expect((await printed(program, position)).text).toBe('');
    expect((await printed(program)).text).toBe(text);
    await program.clear();
  });
});

describe('a worker that dies', () => {
  test('leaves the program to the next one, whose reader goes on where the first one stopped', async () => {
    const job = runJob(buildId, {
      environment: { WHAT: 'let n = 0; setInterval(() => { console.log(n++); if (n === 40) process.exit(5); }, 50);' },
    });
    const settings = JSON.stringify(dockerSettings());
    const file = JSON.stringify(new URL('./engine.ts', import.meta.url).href);
    const code = `
      const { DockerEngine } = await import(${file});
      const program = await new DockerEngine(${settings}).start(${JSON.stringify(job)});
      for await (const piece of program.output(null)) console.log(JSON.stringify({ ...piece, handle: program.handle }));`;
    const worker = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let written = '';
    for await (const chunk of worker.stdout.setEncoding('utf8')) {
      written += chunk;
      if (written.split('\n').length > 8) break;
    }
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    const pieces = written
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line));
    const { handle, position } = pieces.at(-1);

    const next = dockerEngine();
    expect(await next.list()).toContainEqual({ runId: job.runId, attempt: 1, handle });
    const program = await next.adopt(job.runId, 1, handle);
    if (!program) throw new Error('It was not found');
    const { text } = await printed(program, position);
    expect(`${pieces.map((piece) => piece.text).join('')}${text}`).toBe(`${[...Array(40).keys()].join('\n')}\n`);
    expect(await program.ended).toEqual({ exitCode: 5, isOutOfMemory: false });
    // Ended meanwhile, it is found too, until it is cleared.
    expect(await (await dockerEngine().adopt(job.runId, 1, handle))?.ended).toEqual({
      exitCode: 5,
      isOutOfMemory: false,
    });
    await program.clear();
    expect(await next.adopt(job.runId, 1, handle)).toBeNull();
    expect((await next.list()).map(({ runId }) => runId)).not.toContain(job.runId);
  });

  test('between making and starting the container leaves nothing', async () => {
    const runId = createId();
    await daemon().createContainer({
      ...{ name: `gatehouse-test-run-${runId}-1`, Image: `gatehouse-test-build:${buildId}` },
      Labels: { 'dev.gatehouse.owner': 'gatehouse-test', 'dev.gatehouse.run': runId, 'dev.gatehouse.attempt': '1' },
    });
    expect((await engine.list()).map((one) => one.runId)).toContain(runId);
    expect(await engine.adopt(runId, 1)).toBeNull();
    expect((await engine.list()).map((one) => one.runId)).not.toContain(runId);
  });

  test('never finds programs of another installation', async () => {
    const job = runJob(buildId, { environment: { WHAT: 'setInterval(() => {}, 1000)' } });
    const program = await engine.start(job);
    const other = dockerEngine({ prefix: 'other' });
    expect(await other.list()).toEqual([]);
    expect(await other.adopt(job.runId, 1)).toBeNull();
    // And of two that start the same attempt one is refused.
    await expect(engine.start(job)).rejects.toThrow('already in use');
    expect((await engine.list()).map(({ runId }) => runId)).toContain(job.runId);
    await program.kill();
    await program.clear();
  });
});

afterAll(async () => {
  expect(await engine.list()).toEqual([]);
});
