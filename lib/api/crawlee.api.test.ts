/** Crawlers of the official SDK, as programs of their own, on this API. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { type Site, startSite } from '../testing/site.ts';
import { apiUrl, type Person, person, serveApi } from '../testing/world.ts';

serveApi();

interface Row {
  url: string;
  title: string;
  label: string | null;
  by: string;
}

interface Storages {
  datasetId: string;
  storeId: string;
  queueId: string;
}

async function makeStorages(olga: Person): Promise<Storages> {
  const [dataset, store, queue] = await Promise.all([
    olga.client.datasets().getOrCreate(),
    olga.client.keyValueStores().getOrCreate(),
    olga.client.requestQueues().getOrCreate(),
  ]);
  return { datasetId: dataset.id, storeId: store.id, queueId: queue.id };
}

interface Crawler {
  process: ChildProcess;
  /** What it wrote so far. */
  log: () => string;
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | string>;
}

const running = new Set<ChildProcess>();
let site: Site | undefined;
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  await site?.close();
  site = undefined;
});

/** Starts a crawler with the environment of a run. Source: contract 3.4. */
function startCrawler(olga: Person, storages: Storages, settings: Record<string, string>): Crawler {
  const runId = 'CrawleeTestRun001';
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../testing/crawler.ts')], {
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ...{ APIFY_IS_AT_HOME: '1', APIFY_TOKEN: olga.token, APIFY_USER_ID: olga.id },
      ...{ APIFY_API_BASE_URL: apiUrl(), APIFY_API_PUBLIC_BASE_URL: apiUrl() },
      ...{ ACTOR_ID: 'CrawleeTestActor1', APIFY_ACTOR_ID: 'CrawleeTestActor1' },
      ...{ ACTOR_RUN_ID: runId, APIFY_ACTOR_RUN_ID: runId },
      ...{ ACTOR_DEFAULT_DATASET_ID: storages.datasetId, APIFY_DEFAULT_DATASET_ID: storages.datasetId },
      ...{ ACTOR_DEFAULT_KEY_VALUE_STORE_ID: storages.storeId, APIFY_DEFAULT_KEY_VALUE_STORE_ID: storages.storeId },
      ...{ ACTOR_DEFAULT_REQUEST_QUEUE_ID: storages.queueId, APIFY_DEFAULT_REQUEST_QUEUE_ID: storages.queueId },
      ...{
        ACTOR_INPUT_KEY: 'INPUT',
        APIFY_INPUT_KEY: 'INPUT',
        ACTOR_MEMORY_MBYTES: '1024',
        APIFY_MEMORY_MBYTES: '1024',
      },
      ...{ APIFY_ACTOR_PRICING_INFO: '{"pricingModel":"FREE"}', APIFY_CHARGED_ACTOR_EVENT_COUNTS: '{}' },
      ...{ APIFY_HEADLESS: '1', APIFY_DISABLE_OUTDATED_WARNING: '1', FORCE_COLOR: '0' },
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let written = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      written += text;
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => {
    running.delete(child);
    return (code ?? signal) as number | string;
  });
  return { process: child, ended, log: () => written };
}

/** Waits for a fact while crawlers run. */
async function until(isSo: () => Promise<boolean>, crawlers: readonly Crawler[]): Promise<void> {
  while (!(await isSo())) {
    const ended = crawlers.find(({ process }) => !running.has(process));
    if (ended) throw new Error(`A crawler ended: ${ended.log()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const numbers = (rows: readonly Row[]) =>
  rows.map((row) => Number(row.url.split('/').at(-1))).toSorted((a, b) => a - b);
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

test('a crawler of the SDK crawls a site in its default storages, and every page is stored once', {
  timeout: 60_000,
}, async () => {
  const PAGES = 320;
  const olga = await person('olga');
  const storages = await makeStorages(olga);
  site = await startSite(PAGES, 5);
  await olga.client.keyValueStore(storages.storeId).setRecord({ key: 'INPUT', value: { label: 'from the input' } });
  const crawler = startCrawler(olga, storages, { CRAWL_START: site.pageUrl(0) });
  expect(await crawler.ended, crawler.log()).toBe(0);

  const { items } = await olga.client.dataset<Row>(storages.datasetId).listItems();
  expect(numbers(items)).toEqual(upTo(PAGES));
  expect(items[0]).toMatchObject({ title: 'Page 0', label: 'from the input' });
  expect([...site.hits.values()].every((count) => count === 1)).toBe(true);
  expect(await olga.client.requestQueue(storages.queueId).get()).toMatchObject({
    ...{ totalRequestCount: PAGES, handledRequestCount: PAGES, pendingRequestCount: 0, hadMultipleClients: false },
  });
  const store = olga.client.keyValueStore(storages.storeId);
  expect((await store.getRecord('OUTPUT'))?.value).toEqual({ requestsFinished: PAGES, requestsFailed: 0 });
  expect((await store.getRecord('SDK_CRAWLER_STATISTICS_0'))?.value).toMatchObject({ requestsFinished: PAGES });
  expect(crawler.log()).not.toMatch(/ERROR|Failed to prolong/);
});

test('a crawler that is started again on named storages goes on where the last one stopped', {
  timeout: 60_000,
}, async () => {
  const PAGES = 60;
  const olga = await person('olga');
  site = await startSite(PAGES, 5);
  const settings = { CRAWL_START: site.pageUrl(0), CRAWL_STORAGES: 'shop' };
  for (const expected of [PAGES, 0]) {
    const ownStorages = await makeStorages(olga);
    const crawler = startCrawler(olga, ownStorages, settings);
    expect(await crawler.ended, crawler.log()).toBe(0);
    const output = await olga.client.keyValueStore(`${olga.username}/shop-store`).getRecord('OUTPUT');
    expect(output?.value).toEqual({ requestsFinished: expected, requestsFailed: 0 });
    expect(await olga.client.requestQueue(ownStorages.queueId).get()).toMatchObject({ totalRequestCount: 0 });
  }
  const { items } = await olga.client.dataset<Row>(`${olga.username}/shop-dataset`).listItems();
  expect(numbers(items)).toEqual(upTo(PAGES));
  expect(await olga.client.requestQueue(`${olga.username}/shop-queue`).get()).toMatchObject({
    handledRequestCount: PAGES,
  });
});

/** Notes every mark of a request as handled, in a table of its own. Gives what counts them by request and what clears it away. */
async function watchMarks(queueId: string) {
  await pool().query(`
    CREATE TABLE test_marks (request_id text, was_handled boolean);
    CREATE FUNCTION test_mark() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO test_marks VALUES (NEW.id, OLD.handled_at IS NOT NULL);
      RETURN NULL;
    END $$;
    CREATE TRIGGER test_mark AFTER UPDATE ON queue_requests FOR EACH ROW
      WHEN (NEW.queue_id = '${queueId}' AND NEW.handled_at IS NOT NULL) EXECUTE FUNCTION test_mark();`);
  return {
    read: async () =>
      (await pool().query<{ request_id: string; was_handled: boolean }>('SELECT * FROM test_marks')).rows,
    stop: () =>
      pool().query('DROP TRIGGER test_mark ON queue_requests; DROP FUNCTION test_mark; DROP TABLE test_marks'),
  };
}

test('two crawlers share a queue, one is killed half way, and nothing is handled twice or lost', {
  timeout: 90_000,
}, async () => {
  const PAGES = 300;
  const CONCURRENCY = 5;
  const olga = await person('olga');
  const [storages, othersStorages] = [await makeStorages(olga), await makeStorages(olga)];
  // Each has its state in a store of its own; the queue and the dataset are shared.
  const shared = { queueId: storages.queueId, datasetId: storages.datasetId };
  const marks = await watchMarks(storages.queueId);
  try {
    site = await startSite(PAGES, 60);
    const settings = { CRAWL_START: site.pageUrl(0), CRAWL_LOCK_SECS: '6', CRAWL_CONCURRENCY: `${CONCURRENCY}` };
    const victim = startCrawler(olga, storages, { ...settings, CRAWL_NAME: 'victim' });
    const survivor = startCrawler(olga, { ...othersStorages, ...shared }, { ...settings, CRAWL_NAME: 'survivor' });
    const queue = olga.client.requestQueue(storages.queueId);
    const dataset = olga.client.dataset<Row>(storages.datasetId);
    await until(async () => {
      const { items } = await dataset.listItems();
      return items.length >= PAGES / 2 && new Set(items.map((row) => row.by)).size === 2;
    }, [victim, survivor]);
    victim.process.kill('SIGKILL');
    expect(await victim.ended).toBe('SIGKILL');
    const left = await queue.get();
    expect(left?.pendingRequestCount, victim.log()).toBeGreaterThan(0);
    const { items: held } = await queue.listRequests({ filter: ['locked'] });
    expect(new Set(held.map((item) => 'lockByClient' in item && item.lockByClient)).size).toBe(2);
    expect(await survivor.ended, survivor.log()).toBe(0);

    expect(await queue.get()).toMatchObject({
      ...{ totalRequestCount: PAGES, handledRequestCount: PAGES, pendingRequestCount: 0, hadMultipleClients: true },
    });
    const marked = await marks.read();
    expect(marked.filter((mark) => mark.was_handled)).toEqual([]);
    expect(marked).toHaveLength(PAGES);
    expect(new Set(marked.map((mark) => mark.request_id)).size).toBe(PAGES);
    // What the killed one had under way was fetched again, and no more than that.
    const { items } = await dataset.listItems();
    expect([...new Set(numbers(items))]).toEqual(upTo(PAGES));
    expect(items.length).toBeLessThanOrEqual(PAGES + CONCURRENCY);
    const hits = [...site.hits.values()];
    expect(hits.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(PAGES + CONCURRENCY);
    expect(survivor.log()).not.toMatch(/ERROR/);
  } finally {
    await marks.stop();
  }
});
