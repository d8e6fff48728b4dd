/** What can be asked of a dataset's items: taking apart, views, and the older ways. */
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { performance } from 'node:perf_hooks';
import { DownloadItemsFormat } from 'apify-client';
import { describe, expect, test } from 'vitest';
import { apiUrl, call, type Person, person, serveApi } from '../testing/world.ts';

serveApi();

const PRODUCTS = [
  {
    name: 'Kettle',
    price: 29.9,
    maker: { name: 'Acme', address: { city: 'Brno' } },
    reviews: [
      { text: 'good', stars: 5 },
      { text: 'loud', stars: 2, '#spam': true },
    ],
    '#debug': 1,
  },
  { name: 'Toaster', price: 19.9, maker: { name: 'Bolt' }, reviews: [] },
  { name: 'Pan', price: 9.9, reviews: 'none' },
  {},
];

const SCHEMA = {
  actorSpecification: 1,
  views: {
    overview: {
      title: 'Overview',
      transformation: { fields: ['name', 'maker.name'], flatten: ['maker'] },
      display: { component: 'table', properties: { 'maker.name': { label: 'Maker', format: 'text' } } },
    },
    reviews: {
      title: 'Reviews',
      transformation: { unwind: ['reviews'], fields: ['name', 'text', 'stars'], limit: 2, desc: true, skipEmpty: true },
      display: { component: 'table' },
    },
    clean: { title: 'Without extras', transformation: { omit: ['reviews', 'maker.address'], clean: true } },
    plain: { title: 'As a table', display: { component: 'table' } },
  },
};

async function products(owner: Person, schema?: Record<string, unknown>): Promise<string> {
  const { id } = await owner.client.datasets().getOrCreate(undefined, schema && { schema });
  await owner.client.dataset(id).pushItems(PRODUCTS);
  return id;
}

/** Pushes one body as it is, and gives the dataset's id. */
async function datasetOf(owner: Person, body: string): Promise<string> {
  const { id } = await owner.client.datasets().getOrCreate();
  const pushed = await call(`/v2/datasets/${id}/items`, { method: 'POST', token: owner.token, body });
  expect(pushed.status).toBe(201);
  return id;
}

const items = async (id: string, token: string, query: string) => call(`/v2/datasets/${id}/items?${query}`, { token });

describe('the official client', () => {
  test('unwinds, one field after the other; pages and headers count stored items', async () => {
    const olga = await person('olga');
    const dataset = olga.client.dataset(await products(olga));
    const fields = ['name', 'text', 'stars'];
    const all = await dataset.listItems({ unwind: ['reviews'], fields, clean: true });
    expect(all.items).toEqual([
      { name: 'Kettle', text: 'good', stars: 5 },
      { name: 'Kettle', text: 'loud', stars: 2 },
      { name: 'Pan' },
    ]);
    expect(all).toMatchObject({ total: 4, offset: 0, desc: false });
    const page = await dataset.listItems({ unwind: 'reviews', fields, offset: 0, limit: 1 });
    expect(page.items).toHaveLength(2);
    expect(page).toMatchObject({ total: 4, limit: 1 });
    // The order of elements stays, whatever the order of items.
    const backwards = await dataset.listItems({ unwind: ['reviews'], fields: ['text'], desc: true, skipEmpty: true });
    expect(backwards.items).toEqual([{ text: 'good' }, { text: 'loud' }]);
    expect((await dataset.listItems({ unwind: ['maker', 'address'], fields: ['city'], limit: 1 })).items).toEqual([
      { city: 'Brno' },
    ]);
  });

  test('flattens, and picks and leaves out what that made', async () => {
    const olga = await person('olga');
    const dataset = olga.client.dataset(await products(olga));
    const first = async (options: object) => (await dataset.listItems({ limit: 1, ...options })).items[0];
    expect(await first({ flatten: ['maker'], fields: ['maker.name', 'maker.address.city'] })).toEqual({
      'maker.name': 'Acme',
      'maker.address.city': 'Brno',
    });
    expect(await first({ flatten: ['maker'], omit: ['maker.name', 'reviews', '#debug'] })).toEqual({
      ...{ name: 'Kettle', price: 29.9 },
      'maker.address.city': 'Brno',
    });
    expect(await first({ omit: ['maker.address', 'reviews', '#debug'] })).toEqual({
      ...{ name: 'Kettle', price: 29.9, maker: { name: 'Acme' } },
    });
  });

  test('takes a view of the schema, whose options give way to those beside it', async () => {
    const olga = await person('olga');
    const dataset = olga.client.dataset(await products(olga, SCHEMA));
    expect((await dataset.listItems({ view: 'overview', limit: 2 })).items).toEqual([
      { name: 'Kettle', 'maker.name': 'Acme' },
      { name: 'Toaster', 'maker.name': 'Bolt' },
    ]);
    const reviews = await dataset.listItems({ view: 'reviews' });
    expect(reviews.items).toEqual([{ name: 'Pan' }]);
    expect(reviews).toMatchObject({ total: 4, limit: 2, desc: true });
    expect((await dataset.listItems({ view: 'reviews', limit: 1, offset: 3 })).items).toEqual([
      { name: 'Kettle', text: 'good', stars: 5 },
      { name: 'Kettle', text: 'loud', stars: 2 },
    ]);
    expect((await dataset.listItems({ view: 'reviews', fields: ['stars'], desc: true, limit: 4 })).items).toEqual([
      { stars: 5 },
      { stars: 2 },
    ]);
    expect((await dataset.listItems({ view: 'clean' })).items).toEqual([
      { name: 'Kettle', price: 29.9, maker: { name: 'Acme' } },
      { name: 'Toaster', price: 19.9, maker: { name: 'Bolt' } },
      { name: 'Pan', price: 9.9 },
    ]);
    expect((await dataset.listItems({ view: 'plain' })).items).toEqual(PRODUCTS);
    const csv = await dataset.downloadItems(DownloadItemsFormat.CSV, { view: 'overview', bom: false, limit: 2 });
    // A view's labels are for the Console: it does not "change how data exports".
    expect(csv.toString()).toBe('name,maker.name\nKettle,Acme\nToaster,Bolt\n');
  });

  test.each(['elsewhere', '__proto__', 'constructor'])('is told that there is no view %s', async (view) => {
    const olga = await person('olga');
    for (const schema of [SCHEMA, undefined]) {
      await expect(olga.client.dataset(await products(olga, schema)).listItems({ view })).rejects.toMatchObject({
        statusCode: 400,
        type: 'requested-dataset-view-does-not-exist',
      });
    }
  });

  test.each(Object.values(DownloadItemsFormat))('downloads what was unwound as %s', async (format) => {
    const olga = await person('olga');
    const dataset = olga.client.dataset(await products(olga));
    const options = { unwind: ['reviews'], flatten: ['maker'], fields: ['name', 'text', 'maker.name'], limit: 1 };
    const file = await dataset.downloadItems(format, options);
    if (format === DownloadItemsFormat.XLSX) {
      expect(file.subarray(0, 2).toString()).toBe('PK');
      return;
    }
    expect(file.toString().match(/Kettle/g)).toHaveLength(2);
    expect(file.toString()).toMatch(/good.*loud/s);
  });

  test('gets a table with a column for each part, and none for what was taken apart', async () => {
    const olga = await person('olga');
    const id = await datasetOf(
      olga,
      '[{"url":"u","pageFunctionResult":[{"a":1},{"b":2}]},{"url":"v","errorInfo":"x"}]',
    );
    const csv = (query: string) => items(id, olga.token, `format=csv&bom=0&${query}`);
    expect((await csv('simplified=1')).text).toBe('url,errorInfo,a,b\nu,,1,\nu,,,2\nv,x,,\n');
    expect((await csv('simplified=1&skipFailedPages=1')).text).toBe('url,errorInfo,a,b\nu,,1,\nu,,,2\n');
    expect((await csv('unwind=pageFunctionResult&skipHeaderRow=true&delimiter=%3B&offset=1')).text).toBe('v;x\n');
  });
});

describe('over plain HTTP', () => {
  /** Asks by hand, so that nothing between changes how the query is written. */
  async function raw(path: string, token: string): Promise<{ status: number; text: string }> {
    const asked = httpRequest(new URL(apiUrl()), {
      path,
      headers: { authorization: `Bearer ${token}` },
      agent: false,
    }).end();
    const [answer] = await once(asked, 'response');
    let text = '';
    for await (const chunk of answer) text += chunk;
    return { status: answer.statusCode, text };
  }

  test('yes and no may be written in two ways, and empty is as if not there', async () => {
    const olga = await person('olga');
    const stored = '{"url":"u","pageFunctionResult":{"a":1.0},"errorInfo":null,"x":0}';
    const id = await datasetOf(olga, `[${stored},{"url":"v","errorInfo":"failed"}]`);
    const all = `[${stored},{"url":"v","errorInfo":"failed"}]`;
    const ask = async (query: string) => (await raw(`/v2/datasets/${id}/items?${query}`, olga.token)).text;
    const nothing =
      'unwind=&flatten=&view=&simplified=&skipFailedPages=&fields=&omit=&desc=&clean=&skipEmpty=&limit=&offset=&format=&bom=';
    for (const query of [
      nothing,
      'simplified=0',
      'simplified=false',
      'skipFailedPages=0&skipFailedPages=false',
      'unwind=,',
    ])
      expect(await ask(query), query).toBe(all);
    for (const query of ['simplified=1', 'simplified=true'])
      expect(await ask(query), query).toBe('[{"url":"u","a":1.0,"errorInfo":null},{"url":"v","errorInfo":"failed"}]');
    for (const query of ['skipFailedPages=1', 'skipFailedPages=true'])
      expect(await ask(query), query).toBe(`[${stored}]`);
    expect(await ask('unwind=%20pageFunctionResult%20,&desc=1')).toBe(
      '[{"url":"v","errorInfo":"failed"},{"url":"u","a":1.0,"errorInfo":null,"x":0}]',
    );
  });

  test.each(['simplified=yes', 'skipFailedPages=2', 'desc=on', 'clean=TRUE', 'limit=-1'])(
    '%s is refused',
    async (query) => {
      const olga = await person('olga');
      const answer = await items(await datasetOf(olga, '{"a":1}'), olga.token, query);
      expect(answer).toMatchObject({ status: 400, json: { error: { type: 'invalid-parameter' } } });
    },
  );

  test('every byte of a value stays, wherever it ends up', async () => {
    const olga = await person('olga');
    const id = await datasetOf(
      olga,
      '{ "n":{"2":1.0,"1":12345678901234567890}, "list" : [{"e":1E400,"__proto__":{ "x" : "\\u00e9" }}], "a.b":-0 }',
    );
    expect((await items(id, olga.token, 'unwind=list&flatten=n,__proto__')).text).toBe(
      '[{"n.2":1.0,"n.1":12345678901234567890,"e":1E400,"__proto__.x":"\\u00e9","a.b":-0}]',
    );
  });

  test('the page is told in stored items', async () => {
    const olga = await person('olga');
    const id = await products(olga);
    for (const method of ['GET', 'HEAD']) {
      const { headers } = await call(`/v2/datasets/${id}/items?unwind=reviews&clean=1&offset=1`, {
        method,
        token: olga.token,
      });
      const told = ['total', 'offset', 'limit', 'count', 'desc'].map((name) =>
        headers.get(`x-apify-pagination-${name}`),
      );
      expect(told).toEqual(['4', '1', '999999999999', '3', 'false']);
    }
  });
});

describe('an item that would explode', () => {
  const ones = (count: number) => `[${'1,'.repeat(count - 1)}1]`;

  test.each(['json', 'csv', 'jsonl', 'xlsx'])('is refused in words, as %s', async (format) => {
    const olga = await person('olga');
    const id = await datasetOf(olga, `[{"a":${ones(2_000)},"b":${ones(2_000)},"c":${ones(2_000)}}]`);
    const answer = await items(id, olga.token, `unwind=a,b,c&format=${format}&attachment=1`);
    expect(answer).toMatchObject({ status: 400, json: { error: { type: 'invalid-input' } } });
    expect(answer.json.error.message).toContain('unwind');
    const tooMany = Array.from({ length: 11 }, (_, n) => `f${n}`).join();
    expect((await items(id, olga.token, `unwind=${tooMany}`)).status).toBe(400);
  });

  test('gives other requests their turn while it is at work, and ends when its reader goes', async () => {
    const olga = await person('olga');
    // 900,000 items of which nothing is asked for, again and again.
    const bomb = `{"a":${ones(900)},"b":${ones(1_000)}}`;
    const id = await datasetOf(olga, `[${Array(60).fill(bomb).join()}]`);
    let isAnswered = false;
    const reading = httpRequest(new URL(apiUrl()), {
      path: `/v2/datasets/${id}/items?unwind=a,b&fields=x&skipEmpty=1&format=csv`,
      headers: { authorization: `Bearer ${olga.token}` },
      agent: false,
    }).end();
    reading.on('response', () => {
      isAnswered = true;
    });
    reading.on('error', () => {});
    for (let n = 0; n < 20; n++) expect((await call('/v2/users/me', { token: olga.token })).status).toBe(200);
    expect(isAnswered).toBe(false);
    reading.destroy();
    let before = performance.eventLoopUtilization();
    const utilization = () => {
      const now = performance.eventLoopUtilization();
      const { utilization: busy } = performance.eventLoopUtilization(now, before);
      before = now;
      return busy;
    };
    await expect.poll(utilization, { interval: 200, timeout: 5_000 }).toBeLessThan(0.5);
  });
});
