import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { DownloadItemsFormat } from 'apify-client';
import { describe, expect, test } from 'vitest';
import { call, client, type Person, person, serveApi } from '../testing/world.ts';

serveApi();

/** A dataset of a person's with items in it. */
async function datasetWith(owner: Person, items: Record<string, unknown>[] = [], name?: string) {
  const { id } = await owner.client.datasets().getOrCreate(name);
  if (items.length > 0) await owner.client.dataset(id).pushItems(items);
  return id;
}

describe('the official client keeps a dataset', () => {
  test('getOrCreate makes a named dataset once, and gives the same one after', async () => {
    const olga = await person('olga');
    const first = await olga.client.datasets().getOrCreate('prices');
    const second = await olga.client.datasets().getOrCreate('prices');
    expect(second.id).toBe(first.id);
    expect(first).toMatchObject({
      name: 'prices',
      userId: olga.id,
      itemCount: 0,
      generalAccess: 'FOLLOW_USER_SETTING',
    });
    expect(first.id).toMatch(/^[a-zA-Z0-9]{17}$/);
  });

  test('items are pushed and listed with every option of a list', async () => {
    const olga = await person('olga');
    const id = await datasetWith(olga, [
      { b: 1, a: 'x', '#debug': true },
      { '#only': 'hidden' },
      {},
      { a: 'y', nested: { deep: [1, 2] } },
    ]);
    const dataset = olga.client.dataset(id);
    const all = await dataset.listItems();
    expect(all).toMatchObject({ total: 4, offset: 0, count: 4, desc: false });
    expect((await dataset.listItems({ clean: true })).items).toEqual([
      { b: 1, a: 'x' },
      { a: 'y', nested: { deep: [1, 2] } },
    ]);
    expect((await dataset.listItems({ skipEmpty: true })).items).toHaveLength(3);
    expect((await dataset.listItems({ skipHidden: true })).items[1]).toEqual({});
    expect((await dataset.listItems({ fields: ['a'] })).items[0]).toEqual({ a: 'x' });
    expect((await dataset.listItems({ omit: ['a', '#debug'] })).items[0]).toEqual({ b: 1 });
    expect((await dataset.listItems({ offset: 1, limit: 2 })).items).toEqual([{ '#only': 'hidden' }, {}]);
    expect((await dataset.listItems({ desc: true, limit: 1 })).items).toEqual([{ a: 'y', nested: { deep: [1, 2] } }]);
    expect((await dataset.listItems({ desc: true, offset: 3 })).items[0]).toMatchObject({ b: 1 });
    expect((await dataset.listItems({ offset: 10 })).items).toEqual([]);
    expect(await dataset.get()).toMatchObject({
      itemCount: 4,
      cleanItemCount: 2,
      fields: ['b', 'a', '#debug', '#only', 'nested'],
    });
  });

  test('items come back byte for byte, whatever they are written like', async () => {
    const olga = await person('olga');
    const id = await datasetWith(olga);
    const items = [
      '{"2":1,"1":2.0, "big":12345678901234567890,"e":1E5,"u":"\\u00e9\\ud83d"}',
      '{ "__proto__" : {"a": 1} }',
      '{"é":"\t"}'.replace('\t', '\\t'),
    ];
    const pushed = await call(`/v2/datasets/${id}/items`, {
      method: 'POST',
      token: olga.token,
      body: `[${items.join(' ,\n')}]`,
    });
    expect(pushed.status).toBe(201);
    const read = await call(`/v2/datasets/${id}/items`, { token: olga.token });
    for (const item of items) expect(read.text).toContain(item);
    const lines = await call(`/v2/datasets/${id}/items?format=jsonl`, { token: olga.token });
    expect(lines.text).toBe(`${items.join('\n')}\n`);
  });

  test.each(Object.values(DownloadItemsFormat))('downloads as %s', async (format) => {
    const olga = await person('olga');
    const id = await datasetWith(olga, [{ title: 'Zürich <&>', price: 1.5 }]);
    const file = await olga.client.dataset(id).downloadItems(format);
    expect(file.byteLength).toBeGreaterThan(10);
    if (format === DownloadItemsFormat.XLSX) expect(file.subarray(0, 2).toString()).toBe('PK');
    else expect(file.toString()).toContain('rich');
  });

  test('update renames and shares; delete removes', async () => {
    const olga = await person('olga');
    const id = await datasetWith(olga, [], 'first');
    await datasetWith(olga, [], 'second');
    const dataset = olga.client.dataset(id);
    expect(await dataset.update({ name: 'renamed', title: 'A title' })).toMatchObject({
      name: 'renamed',
      title: 'A title',
    });
    expect(await dataset.update({ generalAccess: 'RESTRICTED' })).toMatchObject({
      generalAccess: 'RESTRICTED',
      name: 'renamed',
    });
    expect(await dataset.update({ generalAccess: null as never })).toMatchObject({
      generalAccess: 'FOLLOW_USER_SETTING',
    });
    await expect(dataset.update({ name: 'second' })).rejects.toMatchObject({
      statusCode: 409,
      type: 'name-not-unique',
    });
    await dataset.delete();
    expect(await dataset.get()).toBeUndefined();
  });

  test('the list pages, and tells owned from shared', async () => {
    const [olga, colin] = [await person('olga'), await person('colin')];
    const names = ['a', 'b', 'c'];
    const ids = [];
    for (const name of names) ids.push(await datasetWith(olga, [], name));
    await datasetWith(olga);
    const [shared = ''] = ids;
    await call(`/v2/datasets/${shared}/grants`, {
      method: 'POST',
      token: olga.token,
      body: JSON.stringify({ username: colin.username, permissions: ['READ'] }),
    });
    const named = await olga.client.datasets().list({ desc: true });
    expect(named.items.map((item) => item.name)).toEqual(['c', 'b', 'a']);
    expect((await olga.client.datasets().list({ unnamed: true })).total).toBe(4);
    const page = await olga.client.datasets().list({ offset: 1, limit: 1 });
    expect(page).toMatchObject({ total: 3, offset: 1, limit: 1, count: 1 });
    expect(page.items[0]?.name).toBe('b');
    expect((await colin.client.datasets().list()).items.map((item) => item.id)).toEqual([shared]);
    expect((await colin.client.datasets().list({ ownership: 'ownedByMe' as never })).total).toBe(0);
    expect((await colin.client.datasets().list({ ownership: 'sharedWithMe' as never })).total).toBe(1);
  });

  test('names find a dataset with and without the username, and a bare name never does', async () => {
    const [olga, stan] = [await person('olga'), await person('stan')];
    const id = await datasetWith(olga, [], 'by-name');
    expect((await olga.client.dataset('~by-name').get())?.id).toBe(id);
    expect((await olga.client.dataset(`${olga.username}/by-name`).get())?.id).toBe(id);
    expect(await olga.client.dataset('by-name').get()).toBeUndefined();
    await expect(stan.client.dataset(`${olga.username}/by-name`).get()).rejects.toMatchObject({ statusCode: 403 });
    await olga.client.dataset(id).update({ generalAccess: 'ANYONE_WITH_NAME_CAN_READ' });
    expect((await client().dataset(`${olga.username}/by-name`).get())?.id).toBe(id);
  });
});

describe('bodies', () => {
  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ] as const)('are read in %s', async (encoding, compress) => {
    const olga = await person('olga');
    const id = await datasetWith(olga);
    const body = new Uint8Array(compress(JSON.stringify([{ a: 'x'.repeat(5_000) }])));
    const pushed = await call(`/v2/datasets/${id}/items`, {
      method: 'POST',
      token: olga.token,
      body,
      headers: { 'content-encoding': encoding },
    });
    expect(pushed.status).toBe(201);
    expect((await olga.client.dataset(id).get())?.itemCount).toBe(1);
  });

  test('of nine megabytes pass, and larger ones are 413 however small they were compressed', async () => {
    const olga = await person('olga');
    const id = await datasetWith(olga);
    const items = Array.from({ length: 9_000 }, (_, n) => ({ n, text: 'x'.repeat(980) }));
    await olga.client.dataset(id).pushItems(items);
    expect((await olga.client.dataset(id).get())?.itemCount).toBe(9_000);
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(50_000_000, ' ')));
    const refused = await call(`/v2/datasets/${id}/items`, {
      method: 'POST',
      token: olga.token,
      body: bomb,
      headers: { 'content-encoding': 'gzip' },
    });
    expect(refused).toMatchObject({ status: 413, json: { error: { type: 'request-too-large' } } });
  });

  test('in an unknown encoding are 415, and broken ones 400', async () => {
    const olga = await person('olga');
    const id = await datasetWith(olga);
    const push = (headers: Record<string, string>) =>
      call(`/v2/datasets/${id}/items`, { method: 'POST', token: olga.token, body: '[{}]', headers });
    expect(await push({ 'content-encoding': 'zstd' })).toMatchObject({
      status: 415,
      json: { error: { type: 'unsupported-content-encoding' } },
    });
    expect(await push({ 'content-encoding': 'gzip' })).toMatchObject({
      status: 400,
      json: { error: { type: 'invalid-request' } },
    });
    expect((await olga.client.dataset(id).get())?.itemCount).toBe(0);
  });
});
