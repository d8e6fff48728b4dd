/** Builds, made by a worker with a real engine, of sources of every type. */
import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { Readable } from 'node:stream';
import { downloadZip } from 'client-zip';
import { create as createTar } from 'tar';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pool } from '../../../db/client.ts';
import { createActor } from '../../actor/create.ts';
import { readBlob } from '../../blob/read.ts';
import { abortBuild } from '../../build/abort.ts';
import { getBuild } from '../../build/get.ts';
import { startBuild } from '../../build/start.ts';
import { env, secretKey } from '../../env.ts';
import { createId } from '../../ids.ts';
import { FILE } from '../../testing/builds.ts';
import { engineFolder, engineIn, removeEngineFolder, sourcesIn } from '../../testing/process-engine.ts';
import { workersOfTests } from '../../testing/workers.ts';
import { call, type Person, person, serveApi } from '../../testing/world.ts';
import type { Engine } from '../engine/engine.ts';
import { makeBuild } from './make-build.ts';
import { type BuildWorker, startBuildWorker } from './worker.ts';

serveApi();

const folder = engineFolder();
const startWorker = workersOfTests();
let engine: Engine;
let worker: BuildWorker;
let olga: Person;
let archives: Server;
const served = new Map<string, Buffer>();
let repositories = '';
let origin = '';

beforeAll(async () => {
  engine = engineIn(folder);
  await engine.probe();
  olga = await person('olga');
  archives = createServer((request, response) => {
    const body = served.get(request.url ?? '');
    if (request.url === '/moved') response.writeHead(302, { location: '/sources.tgz' }).end();
    else if (request.url?.startsWith('/.git/')) serveRepository(request, response);
    else if (body) response.end(body);
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => archives.once('listening', listening));
  const address = archives.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  worker = await startBuildWorker({ engine });
}, 60_000);
afterAll(async () => {
  await worker.stop();
  archives.close();
  expect(readdirSync(path.join(env().dataDir, 'builds'))).toEqual([]);
  await removeEngineFolder(folder);
});

const file = (name: string, content: string | object) => ({
  name,
  format: 'TEXT',
  content: typeof content === 'string' ? content : JSON.stringify(content),
});

/** Git's own server of repositories, which is a CGI program. */
function serveRepository(request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '', origin);
  const backend = spawn('git', ['http-backend'], {
    env: {
      ...{ NODE_ENV: 'test', PATH: process.env.PATH, GIT_PROJECT_ROOT: repositories, GIT_HTTP_EXPORT_ALL: '1' },
      ...{ PATH_INFO: pathname, QUERY_STRING: search.slice(1), REQUEST_METHOD: request.method },
      ...{
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        GIT_PROTOCOL: request.headers['git-protocol']?.toString() ?? '',
      },
      ...{ HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '' },
      ...{ GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' },
    },
  });
  request.pipe(backend.stdin);
  const chunks: Buffer[] = [];
  backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  backend.on('close', () => {
    const answer = Buffer.concat(chunks);
    const end = answer.indexOf('\r\n\r\n');
    const headers = answer
      .subarray(0, end)
      .toString()
      .split('\r\n')
      .map((line) => line.split(': '));
    const status = headers.find(([name]) => name === 'Status')?.[1];
    response.writeHead(
      status ? Number.parseInt(status, 10) : 200,
      headers.filter(([name]) => name !== 'Status').flat() as string[],
    );
    response.end(answer.subarray(end + 4));
  });
}

/** Builds a version of a new Actor and waits for the end. */
async function built(version: object, values: object = {}) {
  const actor = await createActor(olga.session, { versions: [{ versionNumber: '0.1', ...version }], ...values });
  const address = { by: 'id', id: actor.id } as const;
  const started = await startBuild(olga.session, address, { version: '0.1', waitForFinish: '60' });
  const log = await call(`/v2/logs/${started.id}`, { token: olga.token });
  return { actor, build: started, log: log.text };
}
const ofFiles = (...sourceFiles: object[]) => built({ sourceType: 'SOURCE_FILES', sourceFiles });

/** May fetch from this machine, as an operator may allow it. */
async function withPrivateAddresses<T>(work: () => Promise<T>): Promise<T> {
  const settings = env();
  settings.buildsMayReachPrivateAddresses = true;
  try {
    return await work();
  } finally {
    settings.buildsMayReachPrivateAddresses = false;
  }
}

describe('a build of files', () => {
  test('succeeds, takes its tag, and keeps what can be installed and run', async () => {
    const { actor, build, log } = await ofFiles(FILE);
    expect(build, log).toMatchObject({ status: 'SUCCEEDED', engine: 'process', exitCode: 0 });
    const seen = await olga.client.actor(actor.id).get();
    expect(seen?.taggedBuilds).toMatchObject({ latest: { buildId: build.id, buildNumber: '0.1.1' } });
    for (const line of log.trimEnd().split('\n')) expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z /);
    expect(log).toContain('ACTOR: Building 0.1.1 with the process engine');
    const { rows } = await pool().query(
      `SELECT b.blob_id AS "blobId", b.product_bytes AS "byteCount", o.state FROM builds b JOIN blobs o ON o.id = b.blob_id WHERE b.id = $1`,
      [build.id],
    );
    expect(rows[0]).toMatchObject({ state: 'KEPT', byteCount: build.stats.imageSizeBytes });
    const { blobId, byteCount } = rows[0];
    await engine.install(build.id, Readable.from(readBlob(blobId, { start: 0, end: byteCount })));
    expect(await engine.isInstalled(build.id)).toBe(true);
  });

  test('keeps what they say of the Actor', async () => {
    const schema = {
      title: 'Input',
      type: 'object',
      schemaVersion: 1,
      properties: { url: { title: 'URL', type: 'string', editor: 'textfield', description: 'Where' } },
    };
    const { build, log } = await ofFiles(
      FILE,
      file('.actor/actor.json', {
        actorSpecification: 1,
        name: 'a-name',
        version: '0.1',
        input: './schemas/input.json',
        readme: '../docs/READ.md',
        storages: { dataset: './dataset.json' },
        environmentVariables: { FROM_DEFINITION: 'yes', HIDDEN: '@secret' },
      }),
      file('.actor/schemas/input.json', schema),
      file('.actor/dataset.json', { actorSpecification: 1, views: {} }),
      file('docs/READ.md', '# Read me'),
      file('CHANGELOG.md', '# Changes'),
    );
    expect(build, log).toMatchObject({
      status: 'SUCCEEDED',
      readme: '# Read me',
      actorDefinition: {
        name: 'a-name',
        input: { title: 'Input', properties: { url: { type: 'string' } } },
        storages: { dataset: { actorSpecification: 1 } },
        changelog: '# Changes',
      },
    });
    expect(JSON.parse(build.inputSchema ?? '')).toMatchObject({ properties: { url: {} } });
    expect(build.actorDefinition).not.toHaveProperty('environmentVariables');
    expect(log).toContain('HIDDEN names a secret');
    const { rows } = await pool().query('SELECT env_vars FROM builds WHERE id = $1', [build.id]);
    expect(rows[0].env_vars).toEqual([{ name: 'FROM_DEFINITION', value: 'yes' }]);
  });

  test('gets the environment of the version where that is asked for, secrets opened', async () => {
    const look = {
      ...{ name: 'look', version: '1.0.0' },
      scripts: { start: 'node main.js', postinstall: 'echo "it is [$SECRET]"' },
      dependencies: {},
    };
    const version = {
      sourceFiles: [FILE, file('package.json', look)],
      envVars: [{ name: 'SECRET', value: 'opened', isSecret: true }],
    };
    expect((await built(version)).log).not.toContain('opened');
    const { build, log } = await built({ ...version, applyEnvVarsToBuild: true });
    expect(log).toContain('it is [opened]');
    const { rows } = await pool().query('SELECT env_vars::text AS text FROM builds WHERE id = $1', [build.id]);
    expect(rows[0].text).not.toContain('opened');
  }, 90_000);

  test.each<[string, object[], RegExp]>([
    ['a definition that is no JSON', [FILE, file('.actor/actor.json', '{')], /actor\.json is not valid JSON/],
    [
      'a definition that names files elsewhere',
      [FILE, file('.actor/actor.json', { input: '../../../etc/passwd' })],
      /leads out of the sources/,
    ],
    ['a README elsewhere', [FILE, file('.actor/actor.json', { readme: '/etc/passwd' })], /leads out of the sources/],
    [
      'an input schema that is not there',
      [FILE, file('.actor/actor.json', { input: './none.json' })],
      /input schema .* is not there/,
    ],
    ['an input schema that is none', [FILE, file('INPUT_SCHEMA.json', { title: 1 })], /schema/i],
    [
      'a Dockerfile that is not there',
      [FILE, file('.actor/actor.json', { dockerfile: './None' })],
      /Dockerfile .* is not there/,
    ],
    [
      'a dataset that is no object',
      [FILE, file('.actor/actor.json', { storages: { dataset: [] } })],
      /The dataset that the Actor declares: it must be an object/,
    ],
    [
      'a dataset whose view is none',
      [
        FILE,
        file('.actor/actor.json', { storages: { dataset: './d.json' } }),
        file('.actor/d.json', { views: { a: 1 } }),
      ],
      /The dataset that the Actor declares: .*"schema\.views\.a" must be an object/,
    ],
    [
      'a dataset whose items cannot be checked',
      [FILE, file('.actor/actor.json', { storages: { dataset: { fields: { type: 'text' } } } })],
      /The dataset that the Actor declares: .*"schema\.fields"/,
    ],
    ['nothing at all', [], /./],
  ])('fails with words for %s', async (_what, files, words) => {
    const { build, log, actor } = await ofFiles(...files);
    expect(build.status).toBe('FAILED');
    expect(build.statusMessage).toMatch(words);
    expect(log).toContain(`ACTOR: ${build.statusMessage}`);
    expect((await olga.client.actor(actor.id).get())?.taggedBuilds).toEqual({});
    expect((await pool().query('SELECT 1 FROM blobs WHERE store_id = $1', [build.id])).rowCount).toBe(0);
  });
});

describe('a build of an archive', () => {
  const tarball = (name: string) => built({ sourceType: 'TARBALL', tarballUrl: `${origin}${name}` });

  beforeAll(async () => {
    const sources = sourcesIn(folder, { 'repository-1/main.js': FILE.content, 'repository-1/README.md': '# From TAR' });
    symlinkSync('/etc/passwd', path.join(sources, 'repository-1', 'CHANGELOG.md'));
    const tgz = path.join(folder, 'sources.tgz');
    await createTar({ gzip: true, file: tgz, cwd: sources }, ['repository-1']);
    served.set('/sources.tgz', readFileSync(tgz));
    const zip = downloadZip([
      { name: 'main.js', input: FILE.content },
      { name: 'README.md', input: '# From ZIP' },
    ]);
    served.set('/sources.zip', Buffer.from(await zip.arrayBuffer()));
    served.set('/neither', Buffer.from('neither of them'));
    served.set('/broken.tgz', readFileSync(tgz).subarray(0, 60));
    served.set('/broken.zip', Buffer.from('PK\u0003\u0004 and no more'));
    const climbing = Buffer.from(served.get('/sources.zip') ?? '');
    const name = Buffer.from('main.js');
    for (let at = climbing.indexOf(name); at >= 0; at = climbing.indexOf(name, at + 1)) climbing.write('../m.js', at);
    served.set('/climbing.zip', climbing);
  });

  test('is not made of what only the network of the worker reaches', async () => {
    for (const tarballUrl of [
      `${origin}/sources.tgz`,
      'http://169.254.169.254/latest',
      'http://[::ffff:127.0.0.1]/x',
      'http://localhost/x',
    ]) {
      const { build } = await built({ sourceType: 'TARBALL', tarballUrl });
      expect(build.statusMessage, tarballUrl).toMatch(/private network/);
    }
    const { build } = await built({ sourceType: 'GIT_REPO', gitRepoUrl: `${origin}/repository.git` });
    expect(build.statusMessage).toMatch(/private network/);
  });

  test('in TAR, with its one folder taken for the sources, redirected and without links', async () => {
    const { build, log } = await withPrivateAddresses(() => tarball('/moved'));
    expect(build, log).toMatchObject({ status: 'SUCCEEDED', readme: '# From TAR' });
    expect(build.actorDefinition).not.toHaveProperty('changelog');
  });

  test('in ZIP', async () => {
    const { build, log } = await withPrivateAddresses(() => tarball('/sources.zip'));
    expect(build, log).toMatchObject({ status: 'SUCCEEDED', readme: '# From ZIP' });
  });

  test('as a record of a store of ours, by its signed link', async () => {
    const store = await olga.client.keyValueStores().getOrCreate();
    const record = olga.client.keyValueStore(store.id);
    await record.setRecord({
      key: 'sources.zip',
      value: served.get('/sources.zip') as never,
      contentType: 'application/zip',
    });
    const tarballUrl = await record.getRecordPublicUrl('sources.zip');
    const { build, log } = await built({ sourceType: 'TARBALL', tarballUrl });
    expect(build, log).toMatchObject({ status: 'SUCCEEDED', readme: '# From ZIP' });
  });

  test.each([
    ['/nothing', /answers 404/],
    ['/neither', /neither a ZIP file nor a gzipped TAR file/],
    ['/broken.tgz', /cannot be unpacked|no|not/],
    ['/broken.zip', /cannot be unpacked/],
    ['/climbing.zip', /cannot be unpacked|leads out/],
  ])('fails with words for %s', async (name, words) => {
    const { build } = await withPrivateAddresses(() => tarball(name));
    expect(build.status).toBe('FAILED');
    expect(build.statusMessage).toMatch(words);
  });
});

describe('a build of a repository', () => {
  const hasGit = (() => {
    try {
      execFileSync('git', ['--version']);
      return true;
    } catch {
      return false;
    }
  })();

  test.runIf(hasGit)(
    'takes a branch and a folder of it, without links',
    async () => {
      const repository = sourcesIn(folder, {
        'actors/one/main.js': FILE.content,
        'actors/one/README.md': '# From Git',
      });
      symlinkSync('/etc/passwd', path.join(repository, 'actors', 'one', 'CHANGELOG.md'));
      const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
          cwd: repository,
          stdio: 'pipe',
        });
      git('init', '--quiet', '--initial-branch=release');
      git('add', '.');
      git('commit', '--quiet', '-m', 'all');
      repositories = repository;
      const at = (fragment: string) =>
        withPrivateAddresses(() => built({ sourceType: 'GIT_REPO', gitRepoUrl: `${origin}/.git${fragment}` }));
      const { build, log } = await at('#release:actors/one');
      expect(build, log).toMatchObject({
        status: 'SUCCEEDED',
        readme: '# From Git',
        actorDefinition: { changelog: '/etc/passwd' },
      });
      expect((await at('#none')).build.statusMessage).toMatch(/cannot be fetched/);
      expect((await at('#release:none')).build.statusMessage).toMatch(/has no folder/);
      expect((await at('#release:../..')).build.statusMessage).toMatch(/leads out/);
      expect((await at('#--upload-pack=x')).build.statusMessage).toMatch(/no branch/);
    },
    60_000,
  );
});

describe('a build that does not come to its end', () => {
  const SLOW = [
    FILE,
    file('package.json', { name: 'slow', version: '1.0.0', scripts: { postinstall: 'echo begun; sleep 120' } }),
  ];
  async function begun() {
    const actor = await createActor(olga.session, { versions: [{ versionNumber: '0.1', sourceFiles: SLOW }] });
    const { id } = await startBuild(olga.session, { by: 'id', id: actor.id }, { version: '0.1' });
    await expect
      .poll(async () => (await call(`/v2/logs/${id}`, { token: olga.token })).text, { timeout: 30_000 })
      .toContain('begun');
    return { id, actor };
  }

  test('because it is aborted ends within seconds', async () => {
    const { id } = await begun();
    expect(await abortBuild(olga.session, id)).toMatchObject({ status: 'ABORTING' });
    const since = Date.now();
    expect(await getBuild(olga.session, id, 30)).toMatchObject({ status: 'ABORTED' });
    expect(Date.now() - since).toBeLessThan(10_000);
  }, 60_000);

  test('because its time is over', async () => {
    const { id } = await begun();
    await pool().query('UPDATE builds SET timeout_secs = 1 WHERE id = $1', [id]);
    // The next attempt has the new time.
    await makeBuild(
      { engine, workerId: createId(), folder: path.join(folder, 'other') },
      id,
      new AbortController().signal,
    );
    expect(await getBuild(olga.session, id)).toMatchObject({ status: 'TIMED-OUT' });
  }, 60_000);

  test('because it is deleted leaves nothing', async () => {
    const { id, actor } = await begun();
    await olga.client.actor(actor.id).delete();
    await expect
      .poll(() => readdirSync(path.join(env().dataDir, 'builds'), { recursive: true }).join(), { timeout: 20_000 })
      .not.toContain(id);
    expect((await pool().query('SELECT 1 FROM blobs WHERE store_id = $1', [id])).rowCount).toBe(0);
  }, 60_000);

  test('because its worker stops is begun anew by another one', async () => {
    const { id } = await begun();
    await worker.stop();
    expect(await getBuild(olga.session, id)).toMatchObject({ status: 'READY' });
    await pool().query(
      `UPDATE actor_versions SET source_files = $2 WHERE actor_id = (SELECT actor_id FROM builds WHERE id = $1)`,
      [id, JSON.stringify([FILE])],
    );
    worker = await startBuildWorker({ engine });
    expect(await getBuild(olga.session, id, 40)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await call(`/v2/logs/${id}`, { token: olga.token })).text).toContain('begins anew');
  }, 90_000);

  test('because its worker is killed is begun anew by another one', async () => {
    await worker.stop();
    const dataDir = path.join(folder, 'data');
    const doomed = startWorker({ DATA_DIR: dataDir, DATABASE_URL: env().databaseUrl, SECRET_KEY: secretKey() });
    const { id, actor } = await begun();
    await doomed.end('SIGKILL');
    await olga.client
      .actor(actor.id)
      .version('0.1')
      .update({ sourceFiles: [FILE] } as never);
    worker = await startBuildWorker({ engine });
    expect(await getBuild(olga.session, id, 60)).toMatchObject({ status: 'SUCCEEDED' });
  }, 120_000);
});
