import type { ApifyClient } from 'apify-client';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { db } from '../../db/client.ts';
import { accounts } from '../../db/schema/account.ts';
import { createLink } from '../link/create.ts';
import { endAllLinks } from '../link/end-all.ts';
import { listLinks } from '../link/list.ts';
import { revokeLink } from '../link/revoke.ts';
import { giveGrant, makeStore, noise, rawRequest, recordPathOf } from '../testing/records.ts';
import { apiUrl, call, client, type Person, person, serveApi } from '../testing/world.ts';
import { flushUsage } from '../usage/record.ts';

serveApi();

const ref = (id: string) => ({ kind: 'key-value-store' as const, address: { by: 'id' as const, id } });
const storeOf = (who: Person | ApifyClient, id: string) => ('client' in who ? who.client : who).keyValueStore(id);
const put = (by: Person, id: string, key: string, body: string | Uint8Array<ArrayBuffer>, contentType = 'text/plain') =>
  call(recordPathOf(id, key), { method: 'PUT', token: by.token, body, headers: { 'content-type': contentType } });

describe('official clients', () => {
  test('make, find, rename, list and delete stores', async () => {
    const olga = await person('olga');
    const { id } = await olga.client.keyValueStores().getOrCreate('cache', { schema: { collections: {} } });
    expect((await olga.client.keyValueStores().getOrCreate('cache')).id).toBe(id);
    expect((await storeOf(olga, `${olga.username}/cache`).get())?.id).toBe(id);
    expect(await storeOf(olga, 'cache').get()).toBeUndefined();
    await storeOf(olga, id).update({ name: 'renamed', title: 'Renamed' });
    expect(await storeOf(olga, id).get()).toMatchObject({
      name: 'renamed',
      title: 'Renamed',
      generalAccess: 'FOLLOW_USER_SETTING',
    });
    const list = await olga.client.keyValueStores().list({ unnamed: true });
    expect(list.items.map((item) => item.id)).toContain(id);
    await storeOf(olga, id).delete();
    expect(await storeOf(olga, id).get()).toBeUndefined();
  });

  test('set and get records of every sort', async () => {
    const olga = await person('olga');
    const store = storeOf(olga, await makeStore(olga));
    await store.setRecord({ key: 'object', value: { a: [1, 'ž', null] } });
    expect(await store.getRecord('object')).toMatchObject({
      value: { a: [1, 'ž', null] },
      contentType: 'application/json; charset=utf-8',
    });
    await store.setRecord({ key: 'text', value: 'žluť\n'.repeat(1_000) });
    expect(await store.getRecord('text')).toMatchObject({
      value: 'žluť\n'.repeat(1_000),
      contentType: 'text/plain; charset=utf-8',
    });
    const bytes = noise(50_000);
    await store.setRecord({ key: 'buffer', value: bytes as never });
    expect((await store.getRecord('buffer', { buffer: true }))?.value.equals(bytes)).toBe(true);
    await store.setRecord({ key: 'html', value: '<b>bold</b>', contentType: 'text/html' });
    expect(await store.getRecord('html')).toMatchObject({ value: '<b>bold</b>', contentType: 'text/html' });
    await store.setRecord({ key: 'null', value: null, contentType: 'application/json' });
    expect((await store.getRecord('null'))?.value).toBeNull();
    await store.setRecord({ key: "odd!-_.'()key", value: 'odd' });
    expect((await store.getRecord("odd!-_.'()key"))?.value).toBe('odd');
    expect(await store.recordExists('object')).toBe(true);
    expect(await store.recordExists('nothing')).toBe(false);
    expect(await store.getRecord('nothing')).toBeUndefined();
    await store.deleteRecord('object');
    expect(await store.recordExists('object')).toBe(false);
    await store.deleteRecord('object');
  });

  test('list keys in the order of their bytes, page by page, to the end', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    const keys = [
      'b',
      'a',
      'B',
      'a-1',
      'a.1',
      'a_1',
      'a1',
      "a'",
      'Z',
      '1',
      '10',
      '2',
      '!',
      '(',
      'é'.normalize('NFD')[0] ?? '',
    ];
    for (const key of new Set(keys)) await put(olga, id, key, key);
    const sorted = [...new Set(keys)].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
    const first = await storeOf(olga, id).listKeys({ limit: 4 });
    expect(first).toMatchObject({ count: 4, limit: 4, isTruncated: true, nextExclusiveStartKey: sorted[3] });
    expect((first as unknown as { exclusiveStartKey: unknown }).exclusiveStartKey).toBeNull();
    const seen: string[] = [];
    for await (const item of storeOf(olga, id).listKeys()) seen.push(item.key);
    expect(seen).toEqual(sorted);
    const paged: string[] = [];
    for (let start: string | undefined, more = true; more; ) {
      const page = await storeOf(olga, id).listKeys({ limit: 3, ...(start && { exclusiveStartKey: start }) });
      paged.push(...page.items.map(({ key }) => key));
      more = page.isTruncated;
      start = page.nextExclusiveStartKey;
    }
    expect(paged).toEqual(sorted);
    const last = await storeOf(olga, id).listKeys({ exclusiveStartKey: sorted.at(-1) ?? '' });
    expect(last).toMatchObject({ count: 0, isTruncated: false, nextExclusiveStartKey: null });
    const prefixed = await storeOf(olga, id).listKeys({ prefix: 'a' });
    expect(prefixed.items.map(({ key }) => key)).toEqual(sorted.filter((key) => key.startsWith('a')));
    expect(prefixed.items.every(({ key, size }) => size === Buffer.byteLength(key))).toBe(true);
  });

  test('make links to a record and to the keys, which open without any other right', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    await put(olga, id, 'OUTPUT', 'result');
    const recordLink = await storeOf(olga, id).getRecordPublicUrl('OUTPUT');
    expect(await call(recordLink)).toMatchObject({ status: 200, text: 'result' });
    expect((await fetch(recordLink, { method: 'HEAD' })).status).toBe(200);
    expect(await call(recordPathOf(id, 'OUTPUT'))).toMatchObject({ status: 403 });
    const keysLink = await storeOf(olga, id).createKeysPublicUrl({ expiresInSecs: 60, prefix: 'OUT' });
    expect((await call(keysLink)).json.data.items).toHaveLength(1);
    expect(
      await call(
        await client()
          .keyValueStore(id)
          .getRecordPublicUrl('OUTPUT')
          .catch(() => ''),
      ),
    ).toMatchObject({ status: 404 });
    const signature = new URL(recordLink).searchParams.get('signature') ?? '';
    expect((await client().keyValueStore(id).getRecord('OUTPUT', { signature }))?.value).toBe('result');
  });
});

describe('a collection', () => {
  const schema = {
    collections: {
      images: { title: 'Images', keyPrefix: 'img-' },
      output: { title: 'Output', key: 'OUTPUT' },
      odd: 'no object',
    },
  };

  test('lists what the schema says: the keys of a prefix, or one key', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga, { schema });
    for (const key of ['img-1', 'img-2', 'img', 'OUTPUT', 'OUTPUT2']) await put(olga, id, key, key);
    const keys = async (query: string) =>
      (await call(`/v2/key-value-stores/${id}/keys?${query}`, { token: olga.token })).json.data.items.map(
        ({ key }: { key: string }) => key,
      );
    expect(await keys('collection=images')).toEqual(['img-1', 'img-2']);
    expect(await keys('collection=output')).toEqual(['OUTPUT']);
    expect(await keys('collection=images&prefix=img-2')).toEqual(['img-2']);
    expect(await keys('collection=images&prefix=im')).toEqual(['img-1', 'img-2']);
    expect(await keys('collection=images&prefix=O')).toEqual([]);
    expect(await keys('collection=output&prefix=OUT')).toEqual(['OUTPUT']);
    expect(await keys('collection=output&prefix=img')).toEqual([]);
  });

  test.each(['nothing', 'odd', 'constructor', '__proto__'])(
    'that the schema does not have is refused: %s',
    async (name) => {
      const olga = await person('olga');
      for (const id of [await makeStore(olga, { schema }), await makeStore(olga)]) {
        for (const what of ['keys', 'records']) {
          expect(
            await call(`/v2/key-value-stores/${id}/${what}?collection=${name}`, { token: olga.token }),
          ).toMatchObject({
            status: 400,
            json: { error: { type: 'invalid-collection' } },
          });
        }
      }
    },
  );
});

describe('the addresses in a list of keys', () => {
  const urls = async (path: string, token?: string): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await call(path, { ...(token && { token }) })).json.data.items.map(
        ({ key, recordPublicUrl }: { key: string; recordPublicUrl: string }) => [key, recordPublicUrl],
      ),
    );
  const listOf = (id: string) => `/v2/key-value-stores/${id}/keys`;
  const signatureIn = (url = '') => new URL(url).searchParams.get('signature');
  /** What a signature of ours says, below its base64. */
  const ownParts = (url = '') =>
    Buffer.from(signatureIn(url) ?? '', 'base64url')
      .toString()
      .split('.');

  test('are for ever, as official clients make them, for who may write', async () => {
    const [olga, colin] = [await person('olga'), await person('colin')];
    const id = await makeStore(olga);
    await put(olga, id, 'r', 'bytes');
    await giveGrant(id, colin, ['READ', 'WRITE']);
    for (const token of [olga.token, colin.token]) {
      const { r } = await urls(listOf(id), token);
      expect(r).toBe(await storeOf(olga, id).getRecordPublicUrl('r'));
      expect(await call(r ?? '')).toMatchObject({ status: 200, text: 'bytes' });
    }
  });

  test('are unsigned for who may only read, by a grant or by what is open', async () => {
    const [olga, rita] = [await person('olga'), await person('rita')];
    const id = await makeStore(olga);
    await put(olga, id, 'r', 'bytes');
    await giveGrant(id, rita, ['READ']);
    const unsigned = apiUrl() + recordPathOf(id, 'r');
    expect(await urls(listOf(id), rita.token)).toEqual({ r: unsigned });
    const open = await makeStore(olga, { generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
    await put(olga, open, 'r', 'bytes');
    expect(await urls(listOf(open))).toEqual({ r: apiUrl() + recordPathOf(open, 'r') });
    // A link beside a right of one's own changes nothing.
    const link = await storeOf(olga, id).createKeysPublicUrl();
    expect(await urls(link, rita.token)).toEqual({ r: unsigned });
  });

  test('end with the account’s longest lifetime, and within it', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    await put(olga, id, 'r', 'bytes');
    const permanent = (await urls(listOf(id), olga.token)).r;
    await db().update(accounts).set({ maxLinkLifetimeSecs: 3_600 }).where(eq(accounts.id, olga.id));
    const { r } = await urls(listOf(id), olga.token);
    const [version, expires, origin] = ownParts(r);
    expect([version, origin]).toEqual(['1', '']);
    expect(Number(expires)).toBeLessThanOrEqual(Date.now() + 3_600_000);
    expect(Number(expires)).toBeGreaterThan(Date.now() + 3_500_000);
    expect((await call(r ?? '')).status).toBe(200);
    expect((await call(permanent ?? '')).status).toBe(403);
  });

  test('are never of the official form where the key is like what a storage link signs', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    const key = `0.0.${id}`;
    await put(olga, id, key, 'bytes');
    const url = (await urls(listOf(id), olga.token))[key];
    expect(ownParts(url)[0]).toBe('1');
    expect((await call(url ?? '')).status).toBe(200);
    const official = await storeOf(olga, id).getRecordPublicUrl(key);
    expect((await call(official)).status).toBe(403);
    // Its mac is that of a permanent link to all keys: no signature that we give may be turned into one.
    const cut = Buffer.from(`0.0.${signatureIn(official)}`).toString('base64url');
    expect(await call(`${listOf(id)}?signature=${cut}`)).toMatchObject({ status: 200 });
    expect(url).not.toContain(signatureIn(official));
  });

  test('are other ones after a link has been revoked', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    for (const key of ['r', 's']) await put(olga, id, key, 'bytes');
    const before = await urls(listOf(id), olga.token);
    await call(before.r ?? '');
    await flushUsage();
    const [link] = await listLinks(olga.session, ref(id));
    expect(link).toMatchObject({ recordKey: 'r', origin: 'CLIENT', expiresAt: null });
    await revokeLink(olga.session, ref(id), link?.id ?? '');
    expect((await call(before.r ?? '')).status).toBe(403);
    const after = await urls(listOf(id), olga.token);
    expect(after.s).toBe(before.s);
    expect(ownParts(after.r)[0]).toBe('1');
    expect((await call(after.r ?? '')).status).toBe(200);
    await flushUsage();
    const own = (await listLinks(olga.session, ref(id))).find(
      ({ state, recordKey }) => state === 'live' && recordKey === 'r',
    );
    await revokeLink(olga.session, ref(id), own?.id ?? '');
    expect((await call(after.r ?? '')).status).toBe(403);
    expect((await call((await urls(listOf(id), olga.token)).r ?? '')).status).toBe(200);
  });

  test.each([60, null])(
    'under a link to the keys end with it (%s seconds), and die with it at once',
    async (expiresInSecs) => {
      const olga = await person('olga');
      const id = await makeStore(olga);
      for (const key of ['r', `0.0.${id}`]) await put(olga, id, key, 'bytes');
      const link = await storeOf(olga, id).createKeysPublicUrl(expiresInSecs === null ? {} : { expiresInSecs });
      const parentEnd = Number(ownParts(link)[1]);
      const children = Object.values(await urls(link));
      expect(children).toHaveLength(2);
      for (const url of children) {
        const [version, expires] = ownParts(url);
        expect([version, Number(expires)]).toEqual(['1', parentEnd]);
        expect(await call(url)).toMatchObject({ status: 200, text: 'bytes' });
      }
      await flushUsage();
      const listed = await listLinks(olga.session, ref(id));
      expect(listed).toHaveLength(1);
      expect(listed[0]).toMatchObject({ recordKey: null, useCount: 3 });
      await revokeLink(olga.session, ref(id), listed[0]?.id ?? '');
      for (const url of [link, ...children]) expect((await call(url)).status).toBe(403);
      expect((await call(await storeOf(olga, id).getRecordPublicUrl('r'))).status).toBe(200);
    },
  );

  test('under a link made in the Console die with it too, and all with the key', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    await put(olga, id, 'r', 'bytes');
    const { url } = await createLink(olga.session, ref(id), { label: 'for Colin' });
    const { r } = await urls(url);
    expect((await call(r ?? '')).status).toBe(200);
    const own = await createLink(olga.session, ref(id), { recordKey: 'r' });
    expect((await call(own.url)).status).toBe(200);
    const official = await storeOf(olga, id).getRecordPublicUrl('r');
    await endAllLinks(olga.session, ref(id));
    for (const dead of [url, r ?? '', own.url, official]) expect((await call(dead)).status).toBe(403);
  });

  test('of one store open nothing of another, and of one record no other', async () => {
    const olga = await person('olga');
    const [id, other] = [await makeStore(olga), await makeStore(olga)];
    for (const store of [id, other]) for (const key of ['r', 's']) await put(olga, store, key, 'bytes');
    const official = (await urls(listOf(id), olga.token)).r ?? '';
    const own = (await createLink(olga.session, ref(id), { recordKey: 'r' })).url;
    const keys = await storeOf(olga, id).createKeysPublicUrl();
    for (const signature of [official, own].map(signatureIn)) {
      expect((await call(`${recordPathOf(id, 'r')}?signature=${signature}`)).status).toBe(200);
      for (const path of [
        recordPathOf(id, 's'),
        recordPathOf(other, 'r'),
        listOf(id),
        `/v2/key-value-stores/${id}/records`,
        `/v2/key-value-stores/${id}`,
      ]) {
        expect((await call(`${path}?signature=${signature}`)).status).toBe(403);
      }
      const body = { method: 'PUT', body: 'x', headers: { 'content-type': 'text/plain' } };
      expect((await call(`${recordPathOf(id, 'r')}?signature=${signature}`, body)).status).toBe(403);
      expect((await call(`${recordPathOf(id, 'r')}?signature=${signature}`, { method: 'DELETE' })).status).toBe(403);
    }
    expect((await call(`${recordPathOf(id, 'r')}?signature=${signatureIn(keys)}`)).status).toBe(403);
    expect((await call(`/v2/key-value-stores/${id}/records?signature=${signatureIn(keys)}`)).status).toBe(200);
  });
});

describe('conditions and ranges', () => {
  test('tell what is there already, and ask the gate each time', async () => {
    const [olga, rita] = [await person('olga'), await person('rita')];
    const id = await makeStore(olga);
    await put(olga, id, 'r', '0123456789');
    const takeBack = await giveGrant(id, rita, ['READ']);
    const get = (headers: Record<string, string>) => call(recordPathOf(id, 'r'), { token: rita.token, headers });
    const first = await get({});
    const etag = first.headers.get('etag') ?? '';
    const modified = first.headers.get('last-modified') ?? '';
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    expect(first.headers.get('accept-ranges')).toBe('bytes');
    for (const known of [etag, `W/${etag}`, '*', `"other", ${etag}`]) {
      const answer = await get({ 'if-none-match': known });
      expect([answer.status, answer.text, answer.headers.get('etag')]).toEqual([304, '', etag]);
    }
    expect((await get({ 'if-none-match': '"other"' })).status).toBe(200);
    expect((await get({ 'if-modified-since': modified })).status).toBe(304);
    expect((await get({ 'if-modified-since': 'Mon, 01 Jan 2001 00:00:00 GMT' })).status).toBe(200);
    expect((await get({ 'if-modified-since': modified, 'if-none-match': '"other"' })).status).toBe(200);
    expect(await get({ range: 'bytes=2-4', 'if-range': etag })).toMatchObject({ status: 206, text: '234' });
    expect(await get({ range: 'bytes=2-4', 'if-range': modified })).toMatchObject({ status: 206, text: '234' });
    for (const other of ['"other"', `W/${etag}`, 'Mon, 01 Jan 2001 00:00:00 GMT', 'nonsense']) {
      expect(await get({ range: 'bytes=2-4', 'if-range': other })).toMatchObject({ status: 200, text: '0123456789' });
    }
    await put(olga, id, 'r', '0123456789!');
    expect((await get({ 'if-none-match': etag })).status).toBe(200);
    await takeBack();
    expect((await get({ 'if-none-match': etag })).status).toBe(403);
    expect((await get({ 'if-none-match': '*' })).headers.get('cache-control')).toBe('no-store');
  });

  test.each([
    ['bytes=0-0', 206, '0'],
    ['bytes=9-', 206, '9'],
    ['bytes=-3', 206, '789'],
    ['bytes=-99', 206, '0123456789'],
    ['bytes=5-99999', 206, '56789'],
    ['bytes=10-', 416, ''],
    ['bytes=99-100', 416, ''],
    ['bytes=-0', 416, ''],
    ['bytes=4-2', 200, '0123456789'],
    ['bytes=0-1,3-4', 200, '0123456789'],
    ['bytes=a-b', 200, '0123456789'],
    ['items=0-1', 200, '0123456789'],
    ['bytes=-', 200, '0123456789'],
    [`bytes=0-${'9'.repeat(40)}`, 200, '0123456789'],
  ])('a range %s is answered with %d', async (range, status, text) => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    await put(olga, id, 'r', '0123456789');
    const answer = await call(recordPathOf(id, 'r'), { token: olga.token, headers: { range } });
    expect([answer.status, answer.text]).toEqual([status, text]);
    expect(answer.headers.get('content-length')).toBe(String(text.length));
    if (status === 416) expect(answer.headers.get('content-range')).toBe('bytes */10');
  });

  test('of an empty record hold no range', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    await put(olga, id, 'r', '');
    for (const range of ['bytes=0-', 'bytes=-1']) {
      const answer = await call(recordPathOf(id, 'r'), { token: olga.token, headers: { range } });
      expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */0']);
    }
  });

  test('are right over a bare connection', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    await put(olga, id, 'r', '0123456789');
    const head = (method: string) => [
      `${method} ${recordPathOf(id, 'r')} HTTP/1.1`,
      'host: 127.0.0.1',
      `authorization: Bearer ${olga.token}`,
      'range: bytes=3-5',
    ];
    const get = await rawRequest(apiUrl(), head('GET'));
    expect(get).toMatch(/^HTTP\/1\.1 206 /);
    expect(get.split('\r\n\r\n')[1]).toBe('345');
    const headers = (await rawRequest(apiUrl(), head('HEAD'))).split('\r\n\r\n');
    expect(headers[0]).toMatch(/content-length: 3/);
    expect(headers[1]).toBe('');
  });

  test('can be read by pages of other origins', async () => {
    const olga = await person('olga');
    const id = await makeStore(olga);
    await put(olga, id, 'r', 'x');
    const answer = await call(recordPathOf(id, 'r'), {
      token: olga.token,
      headers: { origin: 'https://widget.example' },
    });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    for (const name of ['etag', 'content-range', 'content-disposition']) {
      expect(answer.headers.get('access-control-expose-headers')).toContain(name);
    }
  });
});
