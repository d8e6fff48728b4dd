/**
 * A crawler as people write them, run as a program of its own with the environment of an Actor. It follows all links from `CRAWL_START` and
 * stores a row for each page: in the run's default storages, or in named ones, `CRAWL_STORAGES` being the start of their names.
 */

import { CheerioCrawler } from '@crawlee/cheerio';
import { Actor } from 'apify';

const {
  CRAWL_START = '',
  CRAWL_STORAGES,
  CRAWL_LOCK_SECS = '60',
  CRAWL_CONCURRENCY = '10',
  CRAWL_NAME = '',
} = process.env;
const concurrency = Number(CRAWL_CONCURRENCY);
const named = (noun: string) => (CRAWL_STORAGES === undefined ? undefined : `${CRAWL_STORAGES}-${noun}`);

await Actor.init();
const input = await Actor.getInput<{ label: string }>();
const requestQueue = await Actor.openRequestQueue(named('queue'));
const dataset = await Actor.openDataset(named('dataset'));
const store = await Actor.openKeyValueStore(named('store'));

const crawler = new CheerioCrawler({
  requestQueue,
  minConcurrency: concurrency,
  maxConcurrency: concurrency,
  requestHandler: async ({ request, $, enqueueLinks }) => {
    await dataset.pushData({ url: request.url, title: $('title').text(), label: input?.label ?? null, by: CRAWL_NAME });
    await enqueueLinks();
  },
});
// The crawler sets a minute at least, which is long to wait for in a test.
requestQueue.requestLockSecs = Number(CRAWL_LOCK_SECS);

const { requestsFinished, requestsFailed } = await crawler.run([CRAWL_START]);
await store.setValue('OUTPUT', { requestsFinished, requestsFailed });
await Actor.exit();
