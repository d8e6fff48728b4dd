/** Unmodified Actors of the official SDK: made, built, run and ended through the API by an official client, by a worker in a process of its own. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Site, startSite } from '../testing/site.ts';
import { linesOf, until, workersOfFile } from '../testing/workers.ts';
import { type Person, person, serveApi } from '../testing/world.ts';

serveApi();
vi.setConfig({ testTimeout: 180_000, hookTimeout: 300_000 });
const startWorker = workersOfFile();

const MAIN = `
import { Actor, log } from 'apify';
import { CheerioCrawler } from '@crawlee/cheerio';

await Actor.init();
const { what, ...input } = await Actor.getInput();
const doings = {
  async crawl() {
    const crawler = new CheerioCrawler({
      maxConcurrency: 5,
      requestHandler: async ({ request, $, enqueueLinks }) => {
        await Actor.pushData({ url: request.url, title: $('title').text() });
        await enqueueLinks();
      },
    });
    const { requestsFinished, requestsFailed } = await crawler.run([input.start]);
    await Actor.setValue('OUTPUT', { requestsFinished, requestsFailed });
  },
  async secret() {
    await Actor.setValue('OUTPUT', { secret: process.env.API_KEY, home: Actor.isAtHome(), level: process.env.ACTOR_PERMISSION_LEVEL });
  },
  async persist() {
    Actor.on('aborting', () => log.info('heard aborting'));
    Actor.on('persistState', (data) => log.info('heard persistState ' + JSON.stringify(data)));
    log.info('waiting');
    await new Promise((resolve) => setTimeout(resolve, 100_000));
  },
  async systemInfo() {
    const info = await new Promise((resolve) => Actor.on('systemInfo', resolve));
    await Actor.setValue('OUTPUT', info);
  },
  async reboot() {
    const before = (await Actor.getValue('BEFORE')) ?? 0;
    await Actor.setValue('BEFORE', before + 1);
    await Actor.pushData({ before });
    if (before < 2) await Actor.reboot();
  },
  async metamorph() {
    if (input.isChanged) return Actor.pushData({ key: process.env.ACTOR_INPUT_KEY });
    await Actor.pushData({ key: process.env.ACTOR_INPUT_KEY });
    await Actor.metamorph(process.env.ACTOR_ID, { what, isChanged: true });
  },
  async parent() {
    const run = await Actor.call(process.env.ACTOR_ID, { what: 'secret' }, { memory: 256 });
    await Actor.setValue('OUTPUT', { status: run.status });
  },
  async fail() {
    await Actor.fail('It went wrong');
  },
};
await doings[what]();
await Actor.exit();
`;
const FILES = [
  {
    name: 'package.json',
    format: 'TEXT' as const,
    content: JSON.stringify({
      ...{ name: 'crawler', version: '1.0.0', type: 'module', scripts: { start: 'node main.js' } },
      dependencies: { apify: '3.7.2', '@crawlee/cheerio': '3.18.1' },
    }),
  },
  { name: 'main.js', format: 'TEXT' as const, content: MAIN },
];

let olga: Person;
let actorId: string;
let site: Site;

beforeAll(async () => {
  site = await startSite(20, 5);
  olga = await person('olga');
  startWorker({ WORKER_LEASE_SECS: '30' });
  const actor = await olga.client.actors().create({
    name: 'crawler',
    versions: [
      {
        ...{ versionNumber: '0.1', buildTag: 'latest', sourceType: 'SOURCE_FILES', sourceFiles: FILES },
        envVars: [{ name: 'API_KEY', value: 'of the Actor', isSecret: true }],
      } as never,
    ],
  });
  actorId = actor.id;
  const started = await olga.client.actor(actorId).build('0.1');
  const build = await olga.client.build(started.id).waitForFinish({ waitSecs: 240 });
  expect(build.status, (await olga.client.build(started.id).log().get()) ?? '').toBe('SUCCEEDED');
});
afterAll(() => site.close());

const outputOf = async (run: { defaultKeyValueStoreId: string }) =>
  (await olga.client.keyValueStore(run.defaultKeyValueStoreId).getRecord('OUTPUT'))?.value;
const itemsOf = async (run: { defaultDatasetId: string }) =>
  (await olga.client.dataset(run.defaultDatasetId).listItems()).items;
async function callActor(input: object, options: { memory?: number } = {}) {
  const run = await olga.client.actor(actorId).call(input, { memory: 512, log: null, waitSecs: 120, ...options });
  return { run, lines: await linesOf(run.id) };
}

describe('an Actor of the official SDK', () => {
  test('crawls a site to its end', async () => {
    const { run, lines } = await callActor({ what: 'crawl', start: site.pageUrl(0) }, { memory: 1024 });
    expect(run.status, lines.join('\n')).toBe('SUCCEEDED');
    expect(await outputOf(run)).toEqual({ requestsFinished: 20, requestsFailed: 0 });
    const urls = (await itemsOf(run)).map(({ url }) => url);
    expect(urls).toHaveLength(20);
    expect(new Set(urls).size).toBe(20);
    expect(lines[0]).toMatch(/^ACTOR: /);
    expect(lines.join('\n')).toContain('Finished! Total 20 requests');
    expect(run.stats.runTimeSecs).toBeGreaterThan(0);
  });

  test('has the secrets of its build, and knows its level', async () => {
    const { run, lines } = await callActor({ what: 'secret' });
    expect(run.status, lines.join('\n')).toBe('SUCCEEDED');
    expect(await outputOf(run)).toMatchObject({ secret: 'of the Actor', home: true, level: 'FULL_PERMISSIONS' });
  });

  test('is told how the machine stands', async () => {
    const { run, lines } = await callActor({ what: 'systemInfo' });
    expect(run.status, lines.join('\n')).toBe('SUCCEEDED');
    expect(await outputOf(run)).toMatchObject({
      ...{ memTotalBytes: 512 * 1024 ** 2, memCurrentBytes: expect.any(Number) },
      ...{ cpuCurrentUsage: expect.any(Number), isCpuOverloaded: expect.any(Boolean), createdAt: expect.any(String) },
    });
  });

  test('fails with its own words', async () => {
    const { run } = await callActor({ what: 'fail' });
    expect(run).toMatchObject({ status: 'FAILED', exitCode: 1, statusMessage: 'It went wrong' });
  });

  test('hears that it is to end, and ends itself', async () => {
    const run = await olga.client.actor(actorId).start({ what: 'persist' }, { memory: 512 });
    await until('it waits', async () => (await linesOf(run.id)).join('\n').includes('waiting'), 60_000);
    await olga.client.run(run.id).abort({ gracefully: true });
    const ended = await olga.client.run(run.id).waitForFinish({ waitSecs: 60 });
    const lines = (await linesOf(run.id)).join('\n');
    expect(ended.status, lines).toBe('ABORTED');
    expect(lines).toContain('heard aborting');
    expect(lines).toContain('heard persistState');
  });

  test('is aborted at once where it is asked to', async () => {
    const run = await olga.client.actor(actorId).start({ what: 'persist' }, { memory: 512 });
    await until('it waits', async () => (await linesOf(run.id)).join('\n').includes('waiting'), 60_000);
    const before = Date.now();
    await olga.client.run(run.id).abort();
    const ended = await olga.client.run(run.id).waitForFinish({ waitSecs: 60 });
    expect(ended.status).toBe('ABORTED');
    expect(Date.now() - before).toBeLessThan(5_000);
  });

  test('reboots with the same storages', async () => {
    const { run, lines } = await callActor({ what: 'reboot' });
    expect(run.status, lines.join('\n')).toBe('SUCCEEDED');
    expect(await itemsOf(run)).toEqual([{ before: 0 }, { before: 1 }, { before: 2 }]);
    expect(run.stats).toMatchObject({ rebootCount: 2 });
    expect(lines.filter((line) => line.includes('rebooted'))).toEqual([
      'ACTOR: The run was rebooted; it goes on as attempt 2.',
      'ACTOR: The run was rebooted; it goes on as attempt 3.',
    ]);
  });

  test('becomes another', async () => {
    const { run, lines } = await callActor({ what: 'metamorph' });
    expect(run.status, lines.join('\n')).toBe('SUCCEEDED');
    expect(await itemsOf(run)).toEqual([{ key: 'INPUT' }, { key: 'INPUT-METAMORPH-1' }]);
    expect(lines).toContainEqual(
      expect.stringMatching(/^ACTOR: The run became another Actor, .+\/.+; it goes on as attempt 2\.$/),
    );
  });

  test('calls another and waits for it', async () => {
    const { run, lines } = await callActor({ what: 'parent' });
    expect(run.status, lines.join('\n')).toBe('SUCCEEDED');
    expect(await outputOf(run)).toEqual({ status: 'SUCCEEDED' });
  });

  test('is resurrected with what it had', async () => {
    const { run } = await callActor({ what: 'fail' });
    await olga.client.keyValueStore(run.defaultKeyValueStoreId).setRecord({ key: 'INPUT', value: { what: 'secret' } });
    await olga.client.run(run.id).resurrect();
    const again = await olga.client.run(run.id).waitForFinish({ waitSecs: 60 });
    expect(again.status, (await linesOf(run.id)).join('\n')).toBe('SUCCEEDED');
    expect(again.defaultDatasetId).toBe(run.defaultDatasetId);
    expect(await linesOf(run.id)).toContain('ACTOR: The run was resurrected; it goes on as attempt 2.');
  });

  test('of a stranger runs too, kept apart', async () => {
    const stan = await person('stan');
    await olga.client.actor(actorId).update({ isPublic: true, title: 'Crawler', description: 'Crawls' });
    const run = await stan.client.actor(actorId).call({ what: 'secret' }, {
      ...{ memory: 512, log: null, waitSecs: 120, forcePermissionLevel: 'LIMITED_PERMISSIONS' },
    } as never);
    expect(run.status, (await linesOf(run.id)).join('\n')).toBe('SUCCEEDED');
    const output = await stan.client.keyValueStore(run.defaultKeyValueStoreId).getRecord('OUTPUT');
    expect(output?.value).toMatchObject({ level: 'LIMITED_PERMISSIONS' });
  });
});
