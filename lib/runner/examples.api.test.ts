/** The Actors in examples/, as they are there: built with their packages, and run by a worker in a process of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ActorRun } from 'apify-client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { getRunUse } from '../run/get-use.ts';
import { makeDataset } from '../testing/arrange.ts';
import { type Site, startSite } from '../testing/site.ts';
import { linesOf, workersOfFile } from '../testing/workers.ts';
import { call, type Person, person, serveApi } from '../testing/world.ts';
import { flushUsage } from '../usage/record.ts';

serveApi();
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });
const startWorker = workersOfFile();

const EXAMPLES = ['page-titles', 'account-report'] as const;
type Example = (typeof EXAMPLES)[number];

let olga: Person;
let site: Site;
const actorIds = new Map<Example, string>();

beforeAll(async () => {
  site = await startSite(7, 5);
  olga = await person('olga');
  startWorker({ WORKER_LEASE_SECS: '30' });
  await Promise.all(EXAMPLES.map(build));
});
afterAll(() => site.close());

async function build(example: Example): Promise<void> {
  const folder = path.resolve(import.meta.dirname, '../../examples', example);
  const sourceFiles = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      return { name: path.relative(folder, file), format: 'TEXT' as const, content: readFileSync(file, 'utf8') };
    });
  const version = { versionNumber: '0.1', buildTag: 'latest', sourceType: 'SOURCE_FILES', sourceFiles };
  const { id } = await olga.client.actors().create({ name: example, versions: [version as never] });
  actorIds.set(example, id);
  const started = await olga.client.actor(id).build('0.1');
  const built = await olga.client.build(started.id).waitForFinish({ waitSecs: 200 });
  expect(built.status, (await olga.client.build(started.id).log().get()) ?? '').toBe('SUCCEEDED');
}

async function run(example: Example, input: object, level: 'LIMITED' | 'FULL'): Promise<ActorRun> {
  const options = { memory: 512, log: null, waitSecs: 100, forcePermissionLevel: `${level}_PERMISSIONS` };
  return olga.client.actor(actorIds.get(example) ?? '').call(input, options as never);
}
const linesIn = async ({ id }: ActorRun) => (await linesOf(id)).join('\n');
const itemsOf = async (id: string) => (await olga.client.dataset(id).listItems()).items;

test('page-titles stores the titles of linked pages, and also into the dataset that its input names', async () => {
  const alsoInto = await makeDataset(olga, { name: 'titles' });
  const input = { startUrls: [{ url: site.pageUrl(0) }], maxDepth: 1, alsoInto };
  const ended = await run('page-titles', input, 'LIMITED');
  const lines = await linesIn(ended);
  expect(ended, lines).toMatchObject({ status: 'SUCCEEDED' });
  expect(lines).toContain('[Status message]: 4 pages');
  // Crawlee waits no longer than a second until its own last message is set: on a busy machine that may come after.
  expect(['4 pages', 'Finished! Total 4 requests: 4 succeeded, 0 failed.']).toContain(ended.statusMessage);
  // Page 0 links to these three, and to itself.
  const titles = [0, 1, 2, 6].map((n) => ({ url: site.pageUrl(n), title: `Page ${n}`, depth: n === 0 ? 0 : 1 }));
  const byUrl = (items: Record<string, unknown>[]) =>
    items.toSorted((a, b) => String(a.url).localeCompare(String(b.url)));
  expect(byUrl(await itemsOf(ended.defaultDatasetId))).toEqual(titles);
  expect(byUrl(await itemsOf(alsoInto))).toEqual(titles);
  expect((await getRunUse(olga.session, { by: 'id', id: ended.id })).refusals).toEqual([]);

  // The view that the Actor declares picks and orders fields of its runs' items, whatever else is in them.
  await olga.client.dataset(ended.defaultDatasetId).pushItems([{ more: 1, depth: 9, title: 'Last', url: 'u' }]);
  const seen = await call(`/v2/datasets/${ended.defaultDatasetId}/items?view=titles&offset=4`, { token: olga.token });
  expect(seen.text).toBe('[{"url":"u","title":"Last","depth":9}]');
});

test('account-report lists the storages of the account with full permissions', async () => {
  const dataset = await makeDataset(olga, { name: 'reported' });
  const ended = await run('account-report', { unnamed: false }, 'FULL');
  expect(ended, await linesIn(ended)).toMatchObject({ status: 'SUCCEEDED' });
  const items = await itemsOf(ended.defaultDatasetId);
  expect(items).toContainEqual(expect.objectContaining({ kind: 'dataset', id: dataset, name: 'reported', entries: 0 }));
  expect(ended.statusMessage).toBe(`${items.length} storages`);
});

test('account-report says with limited permissions what it needs, and its refusal is listed', async () => {
  const ended = await run('account-report', {}, 'LIMITED');
  const words = 'This Actor needs full permissions: it lists what other programs made.';
  expect(ended, await linesIn(ended)).toMatchObject({ status: 'FAILED', exitCode: 1, statusMessage: words });
  expect(await itemsOf(ended.defaultDatasetId)).toEqual([]);
  await flushUsage();
  const { level, refusals } = await getRunUse(olga.session, { by: 'id', id: ended.id });
  expect(level).toBe('LIMITED_PERMISSIONS');
  expect(refusals).toEqual([expect.objectContaining({ kind: 'account', subject: '', asked: 'list' })]);
});
