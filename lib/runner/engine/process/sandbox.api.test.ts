/** What a hostile Actor gets at: nothing but its own, by each kind of sandbox. */
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  engineFolder,
  engineIn,
  installActor,
  outputOf,
  printed,
  removeEngineFolder,
  startActor,
} from '../../../testing/process-engine.ts';
import type { RunningProgram } from '../engine.ts';
import type { ProcessEngine } from './process-engine.ts';

const SECRET = `secret-${randomUUID()}`;

/** Tries each attack and prints what came of it: a value where it succeeded, else the error's code. */
const ATTACKER = `
const fs = require('node:fs'), net = require('node:net'), os = require('node:os'), path = require('node:path');
const { spawnSync } = require('node:child_process');
const { DATA_DIR, SOCKET, OTHER_RUN, SERVER_PID } = process.env;
const attempt = (act) => { try { return act(); } catch (error) { return error.code; } };
const everywhere = (name) => fs.readdirSync('/proc').filter((pid) => Number(pid) > 0)
  .map((pid) => attempt(() => fs.readFileSync('/proc/' + pid + '/' + name, 'latin1'))).join(' ');
const writing = (file) => attempt(() => { fs.appendFileSync(file, 'x'); return 'written'; });
const connecting = () => new Promise((resolve) => {
  net.connect(SOCKET).on('connect', () => resolve('connected')).on('error', (error) => resolve(error.code));
});
(async () => {
  const found = {
    environment: JSON.stringify(process.env) + everywhere('environ') + everywhere('cmdline'),
    processes: fs.readdirSync('/proc').filter((pid) => Number(pid) > 0).length,
    serverSignal: attempt(() => process.kill(Number(SERVER_PID), 0)),
    dataDir: attempt(() => fs.readdirSync(DATA_DIR)),
    dataDirByInit: attempt(() => fs.readdirSync('/proc/1/root' + DATA_DIR)),
    otherRun: attempt(() => fs.readdirSync(OTHER_RUN)),
    socket: await connecting(),
    modules: writing('node_modules/tool/index.js'),
    build: writing('/opt/build/main.js'),
    node: writing('/opt/node/bin/node'),
    system: writing('/usr/bin/env'),
    etc: writing('/etc/hosts'),
    root: writing('/file'),
    devices: writing('/dev/file'),
    userNamespace: spawnSync('unshare', ['--user', 'true']).status,
    mount: spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp']).status,
    privileges: fs.readFileSync('/proc/self/status', 'utf8').match(/^Cap(Eff|Prm|Amb):.*|^NoNewPrivs:.*/gm),
    own: [process.cwd(), os.homedir(), os.tmpdir()].map((place) => writing(path.join(place, 'file'))),
    ownSources: writing('main.js'),
    user: os.userInfo().username,
    tool: require('tool'),
    stdout: writing('/dev/stdout'),
  };
  console.log('RESULT' + JSON.stringify(found));
})();
`;
const FILES = { 'main.js': ATTACKER, 'node_modules/tool/index.js': 'module.exports = "of the module";' };
const WAITER = { 'main.js': 'console.log("here"); setInterval(() => {}, 1000);' };

describe.each([{ tools: ['bwrap'] }, { tools: ['unshare'] }])('an attacker, with $tools alone', ({ tools }) => {
  const folder = engineFolder();
  const socket = path.join(folder, 'database.sock');
  const server = net.createServer();
  let engine: ProcessEngine;
  let other: RunningProgram;
  let found: Record<string, unknown>;

  beforeAll(async () => {
    process.env.SERVER_SECRET = SECRET;
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    engine = engineIn(folder, { tools });
    expect(await engine.probe()).toMatchObject({ isAvailable: true, isolation: 'sandbox' });
    other = await startActor(engine, await installActor(engine, folder, WAITER), { environment: { MINE: SECRET } });
    await printed(other, 'here');
    const [otherRun = ''] = readdirSync(path.join(folder, 'worker', 'runs'));
    const environment = {
      DATA_DIR: folder,
      SOCKET: socket,
      OTHER_RUN: path.join(folder, 'worker', 'runs', otherRun, 'app'),
      SERVER_PID: `${process.pid}`,
    };
    const program = await startActor(engine, await installActor(engine, folder, FILES), { environment });
    const output = await outputOf(program);
    found = JSON.parse(/RESULT(\{.*\})/.exec(output)?.[1] ?? output);
    await program.clear();
  });
  afterAll(async () => {
    delete process.env.SERVER_SECRET;
    await other?.kill();
    await other?.clear();
    server.close();
    await removeEngineFolder(folder);
  });

  test('reads no secret in any environment or command line', () => {
    expect(found.environment).not.toContain(SECRET);
    expect(found.environment).toContain('SERVER_PID');
  });
  test('sees and reaches no other process', () => {
    expect(found.processes).toBeLessThan(4);
    // The same number may belong to a process of its own, which is the first or the one that asks.
    expect(found.serverSignal).toBe('ESRCH');
  });
  test('finds neither the data directory, nor the database, nor another run', () => {
    expect(found).toMatchObject({ dataDir: 'ENOENT', dataDirByInit: 'ENOENT', otherRun: 'ENOENT', socket: 'ENOENT' });
  });
  test('writes neither to its build, nor to the system, nor past what is counted', () => {
    // Which of the two depends on whether its user is the worker's own.
    const refused = expect.stringMatching(/^(EROFS|EACCES)$/);
    expect(found).toMatchObject({ modules: refused, build: refused, root: 'EROFS', devices: 'EROFS' });
    expect(found).toMatchObject({ node: refused, system: refused, etc: refused });
  });
  test('gets no privileges and no new namespaces', () => {
    expect(found.userNamespace).not.toBe(0);
    expect(found.mount).not.toBe(0);
    const none = '0000000000000000';
    const expected = ['CapPrm', 'CapEff', 'CapAmb'].map((name) => `${name}:\t${none}`);
    expect(found.privileges).toEqual([...expected, 'NoNewPrivs:\t1']);
  });
  test('has what an Actor needs: its folders, its modules, a name, an output that can be opened again', () => {
    expect(found).toMatchObject({
      own: ['written', 'written', 'written'],
      ownSources: 'written',
      user: 'actor',
      tool: 'of the module',
      stdout: 'written',
    });
  });
});

/** The loader of programs tells what it was asked to do, and by which program. */
const LOADED = `
const fs = require('node:fs');
const told = fs.readdirSync('/tmp').filter((name) => name.startsWith('loader')).map((name) => fs.readFileSync('/tmp/' + name, 'utf8'));
console.log('LOADED' + JSON.stringify([...new Set(told.join('').match(/(?<=calling init: |initialize program: |needed by )[^ ]+/g))]) + 'END');
console.log('ENVIRONMENT' + JSON.stringify(process.env) + 'END');
`;

describe.each([['bwrap'], ['unshare']])('the environment of a program in the sandbox of %s', (tool) => {
  const folder = engineFolder();
  afterAll(() => removeEngineFolder(folder));

  test('is its own, whole, and nothing for those that set up the sandbox: what they load would have their privileges', async () => {
    const engine = engineIn(folder, { tools: [tool] });
    await engine.probe();
    const environment = {
      ...{ LD_DEBUG: 'files', LD_DEBUG_OUTPUT: '/tmp/loader', PATH: '/opt/node/bin:/usr/bin:/bin' },
      ...{ QUOTES: `'"$(id)\`id\`\\`, LINES: 'a\nb\n', EMPTY: '', SPACES: '  a  ', GATEHOUSE_OWN_A: '1', IFS: 'x' },
    };
    const buildId = await installActor(engine, folder, { 'main.js': LOADED });
    const program = await startActor(engine, buildId, { environment });
    const output = await outputOf(program);
    const said = (name: string) => JSON.parse(new RegExp(`${name}(.*)END`).exec(output)?.[1] ?? output);
    const loaders = said('LOADED').join(' ');
    expect(loaders).toContain('node');
    expect(loaders).not.toMatch(/unshare|setpriv|bwrap/);
    const { IFS: _, ...others } = environment;
    expect(said('ENVIRONMENT')).toMatchObject(others);
    await program.clear();
  });
});

describe('the probe', () => {
  const folder = engineFolder();
  afterAll(() => removeEngineFolder(folder));

  test('prefers bubblewrap', async () => {
    const state = await engineIn(folder, { tools: ['unshare', 'bwrap'] }).probe();
    expect(state).toMatchObject({ isAvailable: true, isolation: 'sandbox', remedy: null });
    expect(state.summary).toContain('bubblewrap');
  });
  test('says what is missing without it', async () => {
    const state = await engineIn(folder, { tools: ['unshare'] }).probe();
    expect(state).toMatchObject({ isolation: 'sandbox', remedy: 'apt-get install bubblewrap' });
  });
  test('without either, only what need not be isolated is run or built', async () => {
    const engine = engineIn(folder, { tools: [] });
    expect(await engine.probe()).toMatchObject({
      isAvailable: true,
      isolation: 'none',
      remedy: 'apt-get install bubblewrap',
    });
    const files = { 'main.js': 'console.log("own"); process.exit(7);' };
    await expect(installActor(engine, folder, files)).rejects.toThrow('in a sandbox only');
    const buildId = await installActor(engine, folder, files, { mustBeIsolated: false });
    await expect(startActor(engine, buildId)).rejects.toThrow('in a sandbox only');
    const program = await startActor(engine, buildId, { mustBeIsolated: false });
    expect(await outputOf(program)).toBe('own\n');
    expect(await program.ended).toEqual({ exitCode: 7, isOutOfMemory: false });
    await program.clear();
    expect(await engine.list()).toEqual([]);
  });
  test('refuses a folder that the system itself lies in', async () => {
    const state = await engineIn(folder, { hidden: ['/usr'] }).probe();
    expect(state).toMatchObject({ isAvailable: false, isolation: 'none' });
  });
});
