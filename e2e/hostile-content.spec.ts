import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import type { Browser, Page } from '@playwright/test';
import { hostilePayloads, type Payload } from './hostile-payloads.ts';
import { apiUrl, consoleUrl, expect, type Person, test } from './world.ts';

/** A server of somebody else's: it hears what scripts say, and serves the pages that embed what was stored here. */
class Stranger {
  readonly hits: string[] = [];
  readonly pages = new Map<string, { contentType: string; body: Buffer | string }>();
  private readonly server = http.createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '', 'http://stranger');
    if (pathname === '/hit') this.hits.push(decodeURIComponent(search.slice(1)));
    const page = this.pages.get(pathname);
    response.writeHead(page ? 200 : 404, { 'content-type': page?.contentType ?? 'text/plain' }).end(page?.body);
  });

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }
  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  /** A script that says where it runs, in every way it has: one of them gets through wherever it runs at all. */
  get script(): string {
    const say = `String.fromCharCode(72,73,84,32)+location.origin`;
    return [
      `console.log(${say})`,
      `document.title=${say}`,
      `new Image().src=\`${this.url}/hit?\`+encodeURIComponent(${say})`,
      `try{localStorage.setItem(\`HIT\`,1)}catch{}`,
    ].join(';');
  }
}

/** Everything that scripts have said, on the network, on the page's console and in its title. */
function listen(page: Page, hear: (said: string) => void): void {
  page.on('console', (message) => {
    if (message.text().startsWith('HIT ')) hear(message.text());
  });
  page.on('dialog', (dialog) => {
    hear(`a dialog of ${page.url()}`);
    dialog.dismiss().catch(() => {});
  });
}

/** Opens an address as a link does, and stays until what it shows is there; a download shows nothing. */
async function visit(page: Page, url: string): Promise<void> {
  // Some of these never end loading.
  await page.goto(url, { waitUntil: 'load', timeout: 2_000 }).catch((error: Error) => {
    if (!/Download is starting|ERR_|interrupted|Timeout/.test(error.message)) throw error;
  });
}

/** Whatever a page can do with addresses of another origin. */
const embedding = (urls: readonly string[]) =>
  `<!doctype html><title>A page of somebody else</title>${urls
    .map(
      (url) => `
  <iframe src="${url}"></iframe><object data="${url}"></object><embed src="${url}"><img src="${url}">
  <video src="${url}" autoplay muted></video><audio src="${url}"></audio>
  <link rel="stylesheet" href="${url}"><link rel="manifest" href="${url}"><link rel="prefetch" href="${url}">
  <script src="${url}"></script><script type="module" src="${url}"></script><script>
    navigator.serviceWorker?.register("${url}").catch(() => {});
    try { new Worker("${url}").onerror = () => {} } catch {}
  </script>`,
    )
    .join('')}`;

/** As many as a page embeds at once. */
const BATCH = 10;

function* batches<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += BATCH) yield all.slice(at, at + BATCH);
}

async function store(owner: Person, payloads: Payload[]): Promise<string[]> {
  const { id } = await owner.client.keyValueStores().getOrCreate();
  const urls: string[] = [];
  for (const [n, { contentType, body }] of payloads.entries()) {
    const key = `payload-${n}.html`;
    const response = await fetch(`${apiUrl}/v2/key-value-stores/${id}/records/${key}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${owner.token}`, 'content-type': contentType },
      body: new Uint8Array(body),
    });
    expect(response.status, payloads[n]?.name).toBe(201);
    urls.push(await owner.client.keyValueStore(id).getRecordPublicUrl(key));
  }
  return urls;
}

// Traces of hundreds of pages would cost more than the test.
test.use({ trace: 'off' });

let stranger: Stranger;
test.beforeAll(async () => {
  stranger = new Stranger();
  await stranger.start();
});
test.afterAll(() => stranger.stop());

/**
 * Opens each address in every way, and gives what scripts said, wherever they ran: also in no origin at all. What a page of the stranger's
 * reads as a module runs as the stranger: the API lets everybody read, and nobody else's origin comes into it.
 */
async function openAll(browser: Browser, urls: readonly string[], names: readonly string[]): Promise<string[]> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const heard: string[] = [];
  let now = '';
  listen(page, (said) => heard.push(`${now}: ${said}`));
  for (const [n, url] of urls.entries()) {
    now = names[n] ?? '';
    await visit(page, url);
    if ((await page.title().catch(() => '')).startsWith('HIT')) heard.push(`${now}: title`);
  }
  for (const batch of batches(urls)) {
    now = `embedding ${batch.map((url) => names[urls.indexOf(url)]).join(', ')}`;
    stranger.pages.set('/embedding', { contentType: 'text/html', body: embedding(batch) });
    await page.goto(`${stranger.url}/embedding`, { waitUntil: 'load', timeout: 30_000 });
  }
  await page.goto(`${new URL(urls[0] ?? '').origin}/v2/nothing`);
  if (await page.evaluate(() => localStorage.getItem('HIT'))) heard.push('localStorage');
  await context.close();
  const asStranger = heard.filter((said) => said.startsWith('embedding') && said.endsWith(`: HIT ${stranger.url}`));
  // Which shows that the pages that embed were whole.
  expect(asStranger.length).toBeGreaterThan(0);
  return heard.filter((said) => !asStranger.includes(said));
}

test('a script that runs is heard: what is stored here runs elsewhere', async ({ browser }) => {
  test.setTimeout(180_000);
  const payloads = hostilePayloads(stranger.script);
  const page = await browser.newPage();
  const ran = new Set<string>();
  let now = '';
  listen(page, () => ran.add(now));
  for (const [n, { contentType, body, name }] of payloads.entries()) {
    now = name;
    stranger.pages.set(`/control-${n}`, { contentType, body });
    await visit(page, `${stranger.url}/control-${n}`);
  }
  await page.close();
  expect(payloads.length).toBeGreaterThanOrEqual(60);
  for (const name of [
    'HTML',
    'SVG',
    'XHTML',
    'HTML in UTF-16',
    'a frame of its own text',
    'a module',
    'a GIF that is a page',
  ])
    expect([...ran]).toContain(name);
  expect(ran.size).toBeGreaterThan(25);
  expect(stranger.hits.filter((hit) => hit === `HIT ${stranger.url}`).length).toBeGreaterThan(25);
});

test('nothing that is stored runs in the origin of the API or of the Console', async ({ browser, olga, as }) => {
  test.setTimeout(300_000);
  const payloads = hostilePayloads(stranger.script);
  const names = payloads.map(({ name }) => name);
  const urls = await store(olga, payloads);
  expect(await openAll(browser, urls, names)).toEqual([]);

  // From a page of the Console, by somebody who is signed in.
  const page = await as(olga);
  const said: string[] = [];
  listen(page, (text) => said.push(text));
  await page.goto('/');
  await page.evaluate(async (sources) => {
    const embedIn = async (src: string) => {
      const embed = (tag: string, attribute: string) =>
        new Promise((done) => {
          const element = document.createElement(tag);
          element.addEventListener('load', done);
          element.addEventListener('error', done);
          element.setAttribute(attribute, src);
          document.body.append(element);
          // A frame that a policy refuses says nothing.
          setTimeout(done, 20);
        });
      const read = fetch(src).then(async (answer) => {
        const frame = document.createElement('iframe');
        frame.src = URL.createObjectURL(await answer.blob());
        document.body.append(frame);
      });
      await read.catch(() => {});
      await Promise.all([embed('iframe', 'src'), embed('img', 'src'), embed('script', 'src'), embed('object', 'data')]);
    };
    await Promise.all(sources.map(embedIn));
  }, urls);
  expect(said).toEqual([]);
  expect(stranger.hits.filter((hit) => hit.includes(apiUrl) || hit.includes(consoleUrl))).toEqual([]);
});

test('nothing that is stored runs on the origin for stored content, where it is shown', async ({ browser, olga }) => {
  test.setTimeout(300_000);
  const port = await freePort();
  const contentUrl = `http://content.localhost:${port}`;
  const server = await startApi(port, contentUrl);
  try {
    const payloads = hostilePayloads(stranger.script);
    const stored = await store(olga, payloads);
    const urls = stored.map((url) => url.replace(apiUrl, contentUrl));
    const page = await browser.newPage();
    await page.goto(urls[0] ?? '');
    await expect(page.getByText('A page')).toBeVisible();
    await page.close();
    const names = payloads.map(({ name }) => name);
    expect(await openAll(browser, urls, names)).toEqual([]);
    expect(stranger.hits.filter((hit) => hit.includes('content.localhost'))).toEqual([]);
  } finally {
    server.kill('SIGTERM');
    await once(server, 'exit');
  }
});

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0);
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
}

/** Another API process of the same instance, with an origin for stored content. */
async function startApi(port: number, contentUrl: string): Promise<ChildProcess> {
  const env = { ...process.env, API_PORT: String(port), CONTENT_URL: contentUrl, LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, ['lib/api/main.ts'], { env, stdio: 'inherit' });
  await expect
    .poll(
      () =>
        fetch(`http://127.0.0.1:${port}/health`).then(
          (r) => r.ok,
          () => false,
        ),
      { timeout: 20_000 },
    )
    .toBe(true);
  return child;
}
