import { execFile } from 'node:child_process';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createId } from '../../../ids.ts';
import { BASE_IMAGE, buildActor, daemon, dockerEngine, printed, runJob } from '../../../testing/engine-world.ts';

const engine = dockerEngine({ prefix: 'gatehouse-images' });
const HELLO = { 'main.js': 'console.log("hello", process.env.NAME);' };

async function run(buildId: string, from = engine) {
  const program = await from.start(runJob(buildId, { environment: { NAME: 'world' } }));
  const { text } = await printed(program);
  await program.ended;
  await program.clear();
  return text;
}

async function built(files: Record<string, string>, change = {}) {
  const { buildId, result, output } = await buildActor(engine, files, change);
  if (!result.isBuilt) throw new Error(`${result.reason}\n${output}`);
  return { buildId, output, product: result.product };
}

describe('a build', () => {
  test('by the Dockerfile of the Actor prints its steps, and leaves out what .dockerignore names', async () => {
    const dockerfile = `FROM ${BASE_IMAGE}\nARG GIVEN\nCOPY . ./\nRUN echo "given $GIVEN" && [ ! -e secret.txt ]\nCMD npm start --silent\n`;
    const files = { ...HELLO, '.actor/Dockerfile': dockerfile, '.dockerignore': '.actor\n*.txt\n', 'secret.txt': 'x' };
    const { buildId, output } = await built(files, { dockerfile: '.actor/Dockerfile', environment: { GIVEN: 'one' } });
    expect(output).toContain('Step 4/');
    expect(output).toContain('given one\n');
    expect(await run(buildId)).toBe('hello world\n');
  });

  // The registry of packages is asked for it; where there is none within reach the Actor has nothing to install.
  test('of a real Actor installs the SDK, and runs with it', async () => {
    const isReachable = await promisify(execFile)('npm', ['view', 'apify', 'version'], { timeout: 20_000 }).then(
      () => true,
      () => false,
    );
    if (!isReachable) console.log('The registry of packages is out of reach: the Actor is built without the SDK.');
    const main = isReachable
      ? 'import { Actor } from "apify"; await Actor.init(); console.log("SDK", typeof Actor.pushData); await Actor.exit();'
      : 'console.log("SDK function");';
    const dependencies = isReachable ? { apify: '3.7.2' } : {};
    const start = { name: 'real', version: '1.0.0', type: 'module', scripts: { start: 'node main.js' }, dependencies };
    const dockerfile = `FROM ${BASE_IMAGE}\nCOPY package*.json ./\nRUN npm install --omit=dev --omit=optional --no-audit --no-fund\nCOPY . ./\nCMD ["npm", "start", "--silent"]\n`;
    const files = { Dockerfile: dockerfile, 'package.json': JSON.stringify(start), 'main.js': main };
    const { buildId } = await built(files, { dockerfile: 'Dockerfile' });
    expect(await run(buildId)).toContain('SDK function');
  });

  test('that fails says at which command, and with what exit code', async () => {
    const dockerfile = `FROM ${BASE_IMAGE}\nRUN echo before && exit 9\n`;
    const { result, output, buildId } = await buildActor(
      engine,
      { Dockerfile: dockerfile },
      { dockerfile: 'Dockerfile' },
    );
    expect(result).toEqual({
      ...{ isBuilt: false, exitCode: 9 },
      reason: "The command '/bin/sh -c echo before && exit 9' returned a non-zero code: 9",
    });
    expect(output).toContain('before\n');
    expect(await engine.isInstalled(buildId)).toBe(false);
  });

  test.each([
    ['has a mistake', 'NOTHING\n', 'unknown instruction: NOTHING'],
    ['asks for what is not there', `FROM ${BASE_IMAGE}\nCOPY missing.txt ./\n`, 'missing.txt'],
  ])('whose Dockerfile %s says so', async (_, dockerfile, reason) => {
    const { result } = await buildActor(engine, { Dockerfile: dockerfile }, { dockerfile: 'Dockerfile' });
    expect(result).toMatchObject({ isBuilt: false, reason: expect.stringContaining(reason) });
  });

  test('whose Dockerfile is not there, or not within the sources, says so', async () => {
    for (const dockerfile of ['missing/Dockerfile', '../../etc/passwd']) {
      expect((await buildActor(engine, HELLO, { dockerfile })).result).toMatchObject({ isBuilt: false });
    }
  });

  test('that is aborted ends at once, with all that it started', async () => {
    const stop = new AbortController();
    const dockerfile = `FROM ${BASE_IMAGE}\nRUN echo ready && sleep 12321\n`;
    const files = { Dockerfile: dockerfile };
    const onOutput = (text: string) => text.startsWith('ready') && stop.abort();
    const { result, buildId } = await buildActor(engine, files, {
      ...{ dockerfile: 'Dockerfile', signal: stop.signal, onOutput },
    });
    expect(result).toEqual({ isBuilt: false, exitCode: null, reason: 'The build was aborted.' });
    await expect.poll(containersThatSleep, { timeout: 5000 }).toEqual([]);
    expect(await engine.isInstalled(buildId)).toBe(false);
    // Before it began, too.
    expect((await buildActor(engine, files, { signal: AbortSignal.abort() })).result).toMatchObject({ isBuilt: false });
  });

  test('uses what earlier ones did, unless it must not', async () => {
    const files = { ...HELLO, Dockerfile: `FROM ${BASE_IMAGE}\nRUN node -p '"at " + Date.now()'\nCOPY . ./\n` };
    const outputs: string[] = [];
    for (const useCache of [true, true, false]) {
      outputs.push((await built(files, { dockerfile: 'Dockerfile', useCache })).output);
    }
    expect(outputs.map((output) => /^at \d+$/m.test(output))).toEqual([true, false, true]);
  });
});

async function containersThatSleep() {
  const containers = await daemon().listContainers({ all: true });
  return containers.filter(({ Command }) => Command.includes('12321'));
}

describe('a product', () => {
  test('is put on an engine that has not got the image, and runs there', async () => {
    const { buildId, product } = await built(HELLO);
    const kept = await buffer(product());
    expect(await engine.isInstalled(buildId)).toBe(true);
    await daemon().getImage(`gatehouse-images-build:${buildId}`).remove();
    expect(await engine.isInstalled(buildId)).toBe(false);

    await Promise.all([engine.install(buildId, Readable.from([kept])), engine.install(buildId, Readable.from([kept]))]);
    expect(await run(buildId)).toBe('hello world\n');
    await engine.install(buildId, Readable.from([kept]));
  });

  test('that is not whole, or that of another build, is refused', async () => {
    const dockerfile = 'Dockerfile';
    const { buildId, product } = await built({ [dockerfile]: 'FROM scratch\nCOPY . /\n' }, { dockerfile });
    const kept = await buffer(product());
    await daemon().getImage(`gatehouse-images-build:${buildId}`).remove();
    await expect(engine.install(buildId, Readable.from([kept.subarray(0, kept.length / 2)]))).rejects.toThrow();
    const broken = new Readable({ read() {} });
    broken.push(kept.subarray(0, 1000));
    setTimeout(() => broken.destroy(), 100);
    await expect(engine.install(buildId, broken)).rejects.toThrow();
    await expect(engine.install(createId(), Readable.from([kept]))).rejects.toThrow('of another build');
    expect(await engine.isInstalled(buildId)).toBe(false);
    await engine.install(buildId, Readable.from([kept]));
    expect(await engine.isInstalled(buildId)).toBe(true);
  });

  test('is evicted when others were used since, but never while a program has it', async () => {
    const own = dockerEngine({ prefix: 'gatehouse-evict' });
    const ids: string[] = [];
    for (const name of ['one', 'two', 'three', 'four']) {
      const files = { name, Dockerfile: `FROM ${BASE_IMAGE}\nCOPY . ./\nCMD ["sleep", "60"]\n` };
      ids.push((await buildActor(own, files, { dockerfile: 'Dockerfile' })).buildId);
    }
    const [one = '', two = '', three = ''] = ids;
    const running = await own.start(runJob(two));
    for (const buildId of [one, three]) {
      const program = await own.start(runJob(buildId));
      await program.kill();
      await program.clear();
    }
    await own.evict({ builds: 2 });
    const left = await Promise.all(ids.map((buildId) => own.isInstalled(buildId)));
    expect(left).toEqual([true, true, true, false]);
    await running.kill();
    await running.clear();
    await own.evict({ builds: 0 });
    expect(await Promise.all(ids.map((buildId) => own.isInstalled(buildId)))).toEqual([false, false, false, false]);
  });
});

describe('a probe', () => {
  test('says what is there', async () => {
    expect(await engine.probe()).toEqual({
      ...{ isAvailable: true, isolation: 'container', remedy: null },
      summary: expect.stringMatching(/^(Docker|Podman) \d+.*; programs run$/),
    });
    const summary = expect.stringContaining('is fetched at the first build');
    expect(await dockerEngine({ baseImage: 'missing:1' }).probe()).toMatchObject({ isAvailable: true, summary });
  });

  test('says what is missing, and what to do', async () => {
    expect(await dockerEngine({ host: 'unix:///missing.sock' }).probe()).toMatchObject({
      ...{ isAvailable: false, summary: expect.stringContaining('/missing.sock') },
      remedy: expect.stringContaining('DOCKER_HOST'),
    });
    for (const baseImage of [BASE_IMAGE, 'missing:1']) {
      expect(await dockerEngine({ runtime: 'runsc', baseImage }).probe()).toMatchObject({
        ...{ isAvailable: false, isolation: 'sandbox', summary: expect.stringContaining('runsc') },
        remedy: expect.stringContaining('DOCKER_RUNTIME'),
      });
    }
  });
});
