/** Builds of Node.js Actors, in the sandbox, by the npm of this machine. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  buildJob,
  engineFolder,
  engineIn,
  type Files,
  installActor,
  outputOf,
  removeEngineFolder,
  sourcesIn,
  startActor,
} from '../../../../testing/process-engine.ts';
import type { BuildJob } from '../../engine.ts';
import type { ProcessEngine } from '../process-engine.ts';

const PACKAGE = { name: 'actor', version: '1.0.0', scripts: { start: 'node main.js' } };

describe('a build', () => {
  const folder = engineFolder();
  let engine: ProcessEngine;

  beforeAll(async () => {
    engine = engineIn(folder);
    await engine.probe();
  });
  afterAll(async () => {
    expect(readdirSync(path.join(folder, 'worker', 'work'))).toEqual([]);
    await removeEngineFolder(folder);
  });

  async function run(files: Files, changes: Partial<BuildJob> = {}) {
    const program = await startActor(engine, await installActor(engine, folder, files, changes));
    const text = await outputOf(program);
    const { exitCode } = await program.ended;
    await program.clear();
    return { text, exitCode };
  }

  async function refusal(files: Files, changes: Partial<BuildJob> = {}) {
    const result = await engine.build(buildJob(sourcesIn(folder, files), changes));
    if (result.isBuilt) throw new Error('It was built');
    return result;
  }

  test('of a file alone runs it, without npm', async () => {
    let log = '';
    const onOutput = (text: string) => {
      log += text;
    };
    expect(await run({ 'main.js': 'console.log("alone")' }, { onOutput })).toEqual({ text: 'alone\n', exitCode: 0 });
    expect(log).toBe('');
  });

  test('of a package with a dependency installs it, without what only developers need', async () => {
    const files = {
      'package.json': JSON.stringify({
        ...PACKAGE,
        dependencies: { 'is-number': '7.0.0' },
        devDependencies: { 'is-odd': '3.0.1' },
      }),
      'main.js': `
        console.log(require('is-number')(5), require('node:fs').existsSync('node_modules/is-odd'));
        console.log(process.env.npm_lifecycle_event === undefined ? 'directly' : 'by npm');`,
    };
    let log = '';
    const onOutput = (text: string) => {
      log += text;
    };
    expect(await run(files, { onOutput })).toEqual({ text: 'true false\ndirectly\n', exitCode: 0 });
    expect(log).toContain('> npm install --omit=dev');
  }, 60_000);

  test('of a Dockerfile takes its stages, steps, environment and command', async () => {
    const Dockerfile = `
      FROM apify/actor-node:22 AS builder
      COPY package*.json ./
      RUN npm install --include=dev --audit=false
      COPY . ./
      RUN npm run build
      FROM apify/actor-node:22
      ENV GREETING="hello" WHOLE=$GREETING-you
      COPY --from=builder /usr/src/app/dist ./dist
      RUN npm --quiet set progress=false \\
        && npm install --omit=dev \\
        && echo "Installed" && (npm list --omit=dev --all || true)
      CMD npm run start:prod --silent
    `;
    const files = {
      Dockerfile,
      'package.json': JSON.stringify({
        ...PACKAGE,
        scripts: { build: 'node build.js', 'start:prod': 'node dist/main.js a b' },
      }),
      'build.js': `
        require('node:fs').mkdirSync('dist');
        require('node:fs').writeFileSync('dist/main.js', 'console.log(process.env.WHOLE, process.argv.slice(2).join("+"))');`,
    };
    const changes = { dockerfile: 'Dockerfile' };
    expect(await run(files, changes)).toEqual({ text: '-you a+b\n', exitCode: 0 });
  }, 60_000);

  test('hides from install scripts what it hides from Actors, and lets them build', async () => {
    const files = {
      'package.json': JSON.stringify({ ...PACKAGE, scripts: { ...PACKAGE.scripts, postinstall: 'node look.js' } }),
      'look.js': `
        const fs = require('node:fs');
        const seen = [${JSON.stringify(folder)}, '/root', '/var', '/run'].filter((place) => fs.existsSync(place));
        fs.writeFileSync('seen.json', JSON.stringify({ seen, secret: process.env.DATABASE_URL ?? null }));`,
      'main.js': 'console.log(JSON.stringify(require("./seen.json")))',
    };
    expect((await run(files)).text).toBe('{"seen":[],"secret":null}\n');
  }, 60_000);

  test('that fails says at which exit code', async () => {
    const files = {
      'package.json': JSON.stringify({ ...PACKAGE, scripts: { build: 'exit 4' } }),
    };
    expect(await refusal(files)).toEqual({
      isBuilt: false,
      exitCode: 4,
      reason: 'a step of the build ended with exit code 4',
    });
    expect(await refusal({ 'package.json': '{' })).toMatchObject({
      reason: expect.stringContaining('package.json cannot be read'),
    });
  }, 60_000);

  test('of something else than Node.js is refused with what to do', async () => {
    const python = { Dockerfile: 'FROM apify/actor-python:3.12\nCMD python -m src', 'main.py': '' };
    expect((await refusal(python, { dockerfile: 'Dockerfile' })).reason).toMatch(/actor-python.*Use the docker engine/);
    expect((await refusal({ 'main.py': '' })).reason).toContain('Use the docker engine');
  });

  test('that is aborted ends with its whole tree', async () => {
    const abort = new AbortController();
    const files = { 'package.json': JSON.stringify({ ...PACKAGE, scripts: { build: 'echo begun; sleep 1000' } }) };
    const onOutput = (text: string) => {
      if (text.includes('begun\n')) abort.abort();
    };
    const result = await refusal(files, { signal: abort.signal, onOutput });
    expect(result).toEqual({ isBuilt: false, exitCode: null, reason: 'the build was aborted' });
  }, 60_000);

  test('can be installed by several at once, and goes when others are used more', async () => {
    const result = await engine.build(buildJob(sourcesIn(folder, { 'main.js': '' })));
    if (!result.isBuilt) throw new Error(result.reason);
    await Promise.all([1, 2, 3].map(() => engine.install('several', result.product())));
    expect(await engine.isInstalled('several')).toBe(true);
    await engine.evict({ builds: 0 });
    expect(await engine.isInstalled('several')).toBe(false);
    expect(existsSync(path.join(folder, 'worker', 'builds', 'several'))).toBe(false);
    await result.discard();
  });

  test('is not evicted while a program runs from it', async () => {
    const buildId = await installActor(engine, folder, { 'main.js': 'setInterval(() => {}, 1000)' });
    const program = await startActor(engine, buildId);
    await engine.evict({ builds: 0 });
    expect(await engine.isInstalled(buildId)).toBe(true);
    await program.kill();
    await program.clear();
    await engine.evict({ builds: 0 });
    expect(await engine.isInstalled(buildId)).toBe(false);
  });
});
