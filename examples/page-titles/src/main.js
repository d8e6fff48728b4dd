import { CheerioCrawler } from '@crawlee/cheerio';
import { Actor, log } from 'apify';

await Actor.init();

const { startUrls = [], maxDepth = 1, maxPages = 50, alsoInto } = (await Actor.getInput()) ?? {};
if (startUrls.length === 0) await Actor.fail('Give it at least one page to begin with.');

// Limited permissions reach this dataset only because the input names it in a field that says so.
const shared = alsoInto ? await Actor.openDataset(alsoInto, { forceCloud: true }) : null;

let pageCount = 0;
const crawler = new CheerioCrawler({
  maxRequestsPerCrawl: maxPages,
  async requestHandler({ request, $, enqueueLinks }) {
    const depth = request.userData.depth ?? 0;
    const item = { url: request.loadedUrl, title: $('title').first().text().trim(), depth };
    await Actor.pushData(item);
    await shared?.pushData(item);
    pageCount++;
    if (pageCount % 10 === 0) await Actor.setStatusMessage(`${pageCount} pages so far`);
    log.info(item.title || '(no title)', { url: item.url });
    if (depth < maxDepth) await enqueueLinks({ strategy: 'same-hostname', userData: { depth: depth + 1 } });
  },
});

await crawler.run(startUrls);
await Actor.exit(`${pageCount} page${pageCount === 1 ? '' : 's'}`);
