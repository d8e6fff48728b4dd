/** A program outlives the worker that started it, and the next worker goes on where that one was. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  engineFolder,
  engineIn,
  installActor,
  printed,
  processesWith,
  removeEngineFolder,
  startActor,
  until,
} from '../../../testing/process-engine.ts';
import type { RunningProgram } from '../engine.ts';
import type { ProcessEngine } from './process-engine.ts';

const FILES = {
  'main.js': `
    console.log('first line');
    process.on('SIGTERM', () => { console.log('last line ü'); process.exit(23); });
    setInterval(() => {}, 1000);`,
};
const WORKER = path.resolve(import.meta.dirname, '../../../testing/engine-worker.ts');

async function outputFrom(program: RunningProgram, position: string | null): Promise<string> {
  let text = '';
  for await (const piece of program.output(position)) text += piece.text;
  return text;
}

describe('a program whose worker was killed', () => {
  const folder = engineFolder();
  let engine: ProcessEngine;
  let buildId: string;

  beforeAll(async () => {
    engine = engineIn(folder);
    await engine.probe();
    buildId = await installActor(engine, folder, FILES);
  });
  afterAll(() => removeEngineFolder(folder));

  /** Starts it by another process, and kills that one once the first line was read. */
  async function startAndLose(runId: string) {
    const worker = spawn(process.execPath, [WORKER, JSON.stringify({ folder, buildId, runId })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface(worker.stdout), 'line');
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    return JSON.parse(line) as { handle: Record<string, unknown>; text: string; position: string };
  }

  test('is found running, is read on from where the reading stopped, and its exit code is known', async () => {
    const runId = randomUUID();
    const { handle, text, position } = await startAndLose(runId);
    expect(text).toBe('first line\n');
    expect(await engine.list()).toEqual([{ runId, attempt: 1, handle }]);

    const program = await engine.adopt(runId, 1, handle);
    expect((await program?.usage())?.memoryBytes).toBeGreaterThan(1e6);
    await program?.terminate();
    expect(program && (await outputFrom(program, position))).toBe('last line ü\n');
    expect(await program?.ended).toEqual({ exitCode: 23, isOutOfMemory: false });
    expect(program && (await outputFrom(program, null))).toBe('first line\nlast line ü\n');
    await program?.clear();
    expect(await engine.adopt(runId, 1, handle)).toBeNull();
  });

  test('that ended while nobody watched has its exit code and its output', async () => {
    const runId = randomUUID();
    const { handle, position } = await startAndLose(runId);
    // The last one is the program: the others are the shells over it.
    process.kill(processesWith(`MARK=${runId}`).at(-1) ?? 0, 'SIGTERM');
    await until(() => processesWith(`MARK=${runId}`).length === 0);

    const program = await engine.adopt(runId, 1, handle);
    expect(program && (await outputFrom(program, position))).toBe('last line ü\n');
    expect(await program?.ended).toEqual({ exitCode: 23, isOutOfMemory: false });
    await program?.clear();
  });

  test('is ended as a whole by the one who adopted it', async () => {
    const runId = randomUUID();
    const { handle } = await startAndLose(runId);
    const program = await engine.adopt(runId, 1, handle);
    await program?.kill();
    expect(await program?.ended).toEqual({ exitCode: 137, isOutOfMemory: false });
    await program?.clear();
    expect(await engine.list()).toEqual([]);
  });

  test('is found even if the worker died before it wrote down what it had started', async () => {
    const runId = randomUUID();
    const { handle } = await startAndLose(runId);
    rmSync(path.join(folder, 'worker', 'runs', `${runId}.1`, 'process.json'));
    const program = await engine.adopt(runId, 1, handle);
    await program?.terminate();
    expect(await program?.ended).toEqual({ exitCode: 23, isOutOfMemory: false });
    await program?.clear();
  });

  test('of which nothing is left is nobody', async () => {
    expect(await engine.adopt(randomUUID(), 1, {})).toBeNull();
  });
});

describe('output', () => {
  const folder = engineFolder();
  afterAll(() => removeEngineFolder(folder));

  test('goes on from any position, and from an old one reads the same again', async () => {
    const engine = engineIn(folder);
    await engine.probe();
    const buildId = await installActor(engine, folder, {
      'main.js': 'for (let n = 0; n < 30000; n++) console.log(n, "grüße 🌍")',
    });
    const program = await startActor(engine, buildId);
    await printed(program, '\n');
    const pieces: { text: string; position: string }[] = [];
    for await (const piece of program.output(null)) pieces.push(piece);
    const whole = pieces.map(({ text }) => text).join('');
    expect(whole).toBe(Array.from({ length: 30_000 }, (_, n) => `${n} grüße 🌍\n`).join(''));
    for (const { position } of [pieces[0], pieces.at(-1)].filter((piece) => piece !== undefined)) {
      const rest = await outputFrom(program, position);
      expect(rest).toBe(Buffer.from(whole).subarray(Number(position)).toString());
    }
    await expect(outputFrom(program, '../x')).rejects.toThrow('Not a position');
    await program.clear();
  });
});
