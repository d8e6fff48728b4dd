/** Signed links, as official clients and the Console make them. */
import { once } from 'node:events';
import { request } from 'node:http';
import { eq } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { db } from '../../db/client.ts';
import { accounts } from '../../db/schema/account.ts';
import { datasets } from '../../db/schema/dataset.ts';
import { resources } from '../../db/schema/resource.ts';
import { createLink } from '../link/create.ts';
import { type LinkView, listLinks } from '../link/list.ts';
import { revokeLink } from '../link/revoke.ts';
import { LONG_AGO, makeDataset, makeGrant, signatureOf } from '../testing/arrange.ts';
import { apiUrl, call, type Person, person, serveApi } from '../testing/world.ts';
import { flushUsage } from '../usage/record.ts';

// A limit for what hangs, not for what is slow: a busy machine, or many more cases, take their time.
vi.setConfig({ testTimeout: 300_000 });

serveApi();

const referenceOf = (id: string) => ({ kind: 'dataset' as const, address: { by: 'id' as const, id } });
const status = async (url: string, token?: string) => (await call(url, token === undefined ? {} : { token })).status;

/** Olga's restricted dataset with one item, and another one. */
async function olgasDataset(): Promise<{ olga: Person; id: string; otherId: string }> {
  const olga = await person('olga');
  const id = await makeDataset(olga, { name: 'shared-by-link' });
  await olga.client.dataset(id).pushItems([{ a: 1 }]);
  return { olga, id, otherId: await makeDataset(olga) };
}

/** The dataset's links, with all uses so far written down. */
async function linksOf(olga: Person, id: string): Promise<LinkView[]> {
  await flushUsage();
  return listLinks(olga.session, referenceOf(id));
}

describe('a link made by the official client', () => {
  test('opens a restricted dataset to a stranger, for ever or until its end', async () => {
    const { olga, id } = await olgasDataset();
    const stan = await person('stan');
    for (const url of [
      await olga.client.dataset(id).createItemsPublicUrl(),
      await olga.client.dataset(id).createItemsPublicUrl({ expiresInSecs: 60 }),
      await olga.client.dataset(`${olga.username}/shared-by-link`).createItemsPublicUrl(),
      await olga.client.dataset(id).createItemsPublicUrl({ limit: 1, clean: true }),
    ]) {
      const opened = await call(url);
      expect([opened.status, opened.text]).toEqual([200, '[{"a":1}]']);
      expect(await status(url, stan.token)).toBe(200);
      expect((await call(url, { method: 'HEAD' })).status).toBe(200);
    }
    expect(await status(`/v2/datasets/${id}/items`)).toBe(403);
  });

  test('opens by the name too, since what is signed is the dataset', async () => {
    const { olga, id } = await olgasDataset();
    const { search } = new URL(await olga.client.dataset(id).createItemsPublicUrl());
    expect(await status(`/v2/datasets/${olga.username}~shared-by-link/items${search}`)).toBe(200);
    expect(await status(`/v2/datasets/${olga.username}~shared-by-link/items`)).toBe(403);
  });

  test('opens nothing after its end, and says no more than a forged one', async () => {
    const { id, otherId } = await olgasDataset();
    const at = (signature: string) => call(`/v2/datasets/${id}/items?signature=${signature}`);
    const expired = await at(signatureOf(id, LONG_AGO));
    const forged = await at(signatureOf(otherId));
    const senseless = await at('senseless');
    expect(expired.status).toBe(403);
    expect([forged.text, senseless.text]).toEqual([expired.text, expired.text]);
    expect(await status(`/v2/datasets/${id}/items?signature=${signatureOf(id, new Date(Date.now() + 60_000))}`)).toBe(
      200,
    );
    expect(await status(`/v2/datasets/${id}/items?signature=${signatureOf(id, new Date(Date.now() - 1))}`)).toBe(403);
  });

  test('opens neither the description, nor writing, nor the grants, nor another dataset', async () => {
    const { olga, id, otherId } = await olgasDataset();
    const { search } = new URL(await olga.client.dataset(id).createItemsPublicUrl());
    expect(await status(`/v2/datasets/${id}${search}`)).toBe(403);
    expect(await status(`/v2/datasets/${id}/grants${search}`)).toBe(403);
    expect(await status(`/v2/datasets/${otherId}/items${search}`)).toBe(403);
    for (const [method, path, body] of [
      ['PUT', `/v2/datasets/${id}`, '{"title":"x"}'],
      ['DELETE', `/v2/datasets/${id}`, undefined],
      ['POST', `/v2/datasets/${id}/items`, '[{"b":2}]'],
      ['POST', `/v2/datasets/${id}/grants`, `{"userId":"${olga.id}","permissions":["READ"]}`],
    ] as const) {
      expect((await call(path + search, { method, ...(body && { body }) })).status).toBe(403);
    }
    expect((await olga.client.dataset(id).get())?.itemCount).toBe(1);
  });

  test('is listed from its first use on, with how often it was used, and can be revoked', async () => {
    const { olga, id } = await olgasDataset();
    const url = await olga.client.dataset(id).createItemsPublicUrl({ expiresInSecs: 3_600 });
    expect(await linksOf(olga, id)).toEqual([]);
    await call(url);
    await call(url);
    await call(`${url}==`);
    const [link] = await linksOf(olga, id);
    expect(link).toMatchObject({ origin: 'CLIENT', useCount: 3, state: 'live', revokedAt: null });
    expect(link?.lastUsedAt).not.toBeNull();
    await revokeLink(olga.session, referenceOf(id), link?.id ?? '');
    expect([await status(url), await status(`${url}==`)]).toEqual([403, 403]);
    expect(await linksOf(olga, id)).toMatchObject([{ useCount: 3, state: 'revoked' }]);
    await expect(revokeLink(olga.session, referenceOf(id), link?.id ?? '')).rejects.toMatchObject({
      type: 'record-not-found',
    });
  });

  test('that is refused is neither listed nor counted', async () => {
    const { olga, id, otherId } = await olgasDataset();
    for (const signature of [signatureOf(id, LONG_AGO), signatureOf(otherId), signatureOf(id, null, 7), 'x']) {
      await call(`/v2/datasets/${id}/items?signature=${signature}`);
    }
    expect(await linksOf(olga, id)).toEqual([]);
  });
});

describe('ending links', () => {
  test('one that is revoked leaves the others', async () => {
    const { olga, id } = await olgasDataset();
    const first = await createLink(olga.session, referenceOf(id), { label: 'first' });
    const second = await createLink(olga.session, referenceOf(id), { label: 'second' });
    const link = (await linksOf(olga, id)).find(({ label }) => label === 'first');
    await revokeLink(olga.session, referenceOf(id), link?.id ?? '');
    expect([await status(first.url), await status(second.url)]).toEqual([403, 200]);
  });

  test('nobody but who may share revokes, and only links of the very dataset', async () => {
    const { olga, id, otherId } = await olgasDataset();
    const wendy = await person('wendy');
    await makeGrant(id, wendy, ['READ', 'WRITE']);
    const { url } = await createLink(olga.session, referenceOf(id), {});
    const [link] = await linksOf(olga, id);
    const linkId = link?.id ?? '';
    await expect(revokeLink(wendy.session, referenceOf(id), linkId)).rejects.toMatchObject({
      type: 'insufficient-permissions',
    });
    await expect(revokeLink(olga.session, referenceOf(otherId), linkId)).rejects.toMatchObject({
      type: 'record-not-found',
    });
    expect(await status(url)).toBe(200);
  });

  test('a new epoch of the signing key ends all links of the dataset, and none of another', async () => {
    const { olga, id, otherId } = await olgasDataset();
    const urls = [
      await olga.client.dataset(id).createItemsPublicUrl(),
      (await createLink(olga.session, referenceOf(id), {})).url,
      (await olga.client.dataset(id).get())?.itemsPublicUrl ?? '',
    ];
    const elsewhere = await olga.client.dataset(otherId).createItemsPublicUrl();
    expect(await Promise.all(urls.map((url) => status(url)))).toEqual([200, 200, 200]);
    await db().update(resources).set({ signingEpoch: 2 }).where(eq(resources.id, id));
    expect(await Promise.all(urls.map((url) => status(url)))).toEqual([403, 403, 403]);
    expect(await status(elsewhere)).toBe(200);
    expect(await status(await olga.client.dataset(id).createItemsPublicUrl())).toBe(200);
  });
});

describe('a link made in the Console', () => {
  test('lives for 14 days by default, is listed at once and opens the items', async () => {
    const { olga, id } = await olgasDataset();
    const { url, expiresAt } = await createLink(olga.session, referenceOf(id), { label: ' for Stan ' });
    const days = ((expiresAt?.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(13.99);
    expect(days).toBeLessThanOrEqual(14);
    expect(await linksOf(olga, id)).toMatchObject([
      { origin: 'CONSOLE', label: 'for Stan', createdByUsername: olga.username, useCount: 0, state: 'live' },
    ]);
    expect((await call(url)).text).toBe('[{"a":1}]');
    expect(await linksOf(olga, id)).toMatchObject([{ useCount: 1 }]);
  });

  test('goes on to live when the dataset was open and is restricted', async () => {
    const olga = await person('olga');
    const id = await makeDataset(olga, { generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
    const { url } = await createLink(olga.session, referenceOf(id), {});
    await olga.client.dataset(id).update({ generalAccess: 'RESTRICTED' });
    expect([await status(url), await status(`/v2/datasets/${id}/items`)]).toEqual([200, 403]);
  });

  test('is made only by who may share', async () => {
    const { id } = await olgasDataset();
    const [wendy, shirley, stan] = [await person('wendy'), await person('shirley'), await person('stan')];
    await makeGrant(id, wendy, ['READ', 'WRITE']);
    await makeGrant(id, shirley, ['READ', 'SHARE']);
    for (const refused of [wendy, stan]) {
      await expect(createLink(refused.session, referenceOf(id), {})).rejects.toMatchObject({
        type: 'insufficient-permissions',
      });
    }
    expect(await status((await createLink(shirley.session, referenceOf(id), {})).url)).toBe(200);
  });
});

describe("an owner's longest lifetime", () => {
  const limited = async (olga: Person, maxLinkLifetimeSecs: number | null) => {
    await db().update(accounts).set({ maxLinkLifetimeSecs }).where(eq(accounts.id, olga.id));
  };

  test('refuses links that never end or end later, whoever made them, and lets shorter ones pass', async () => {
    const { olga, id } = await olgasDataset();
    const [permanent, long, short] = [
      await olga.client.dataset(id).createItemsPublicUrl(),
      await olga.client.dataset(id).createItemsPublicUrl({ expiresInSecs: 7_200 }),
      await olga.client.dataset(id).createItemsPublicUrl({ expiresInSecs: 600 }),
    ];
    await limited(olga, 3_600);
    expect([await status(permanent), await status(long), await status(short)]).toEqual([403, 403, 200]);
    await limited(olga, null);
    expect([await status(permanent), await status(long)]).toEqual([200, 200]);
  });

  test('is kept by the Console and by itemsPublicUrl', async () => {
    const { olga, id } = await olgasDataset();
    await limited(olga, 3_600);
    for (const lifetimeSecs of [null, 3_601]) {
      await expect(createLink(olga.session, referenceOf(id), { lifetimeSecs })).rejects.toMatchObject({
        type: 'invalid-input',
      });
    }
    expect(await status((await createLink(olga.session, referenceOf(id), { lifetimeSecs: 3_600 })).url)).toBe(200);
    expect(await status((await olga.client.dataset(id).get())?.itemsPublicUrl ?? '')).toBe(200);
  });
});

test('the signing key and a signed address are given to those who may write, and to no others', async () => {
  const { olga, id } = await olgasDataset();
  const [colin, wendy] = [await person('colin'), await person('wendy')];
  await makeGrant(id, colin, ['READ']);
  await makeGrant(id, wendy, ['READ', 'WRITE']);
  for (const writer of [olga, wendy]) {
    const seen = await writer.client.dataset(id).get();
    expect(seen?.urlSigningSecretKey).toMatch(/^[\w-]{43}$/);
    expect(await status(seen?.itemsPublicUrl ?? '')).toBe(200);
  }
  const seen = await colin.client.dataset(id).get();
  expect(seen).not.toHaveProperty('urlSigningSecretKey');
  expect(seen?.itemsPublicUrl).toBe(`${apiUrl()}/v2/datasets/${id}/items`);
  // Without the key the official client makes an address that opens nothing by itself.
  expect(await status(await colin.client.dataset(id).createItemsPublicUrl())).toBe(403);
});

describe('a download that is under way', () => {
  const MEGABYTES = 80;

  /** A dataset far larger than what waits between the server and a reader. */
  async function largeDataset(owner: Person): Promise<string> {
    const id = await makeDataset(owner);
    const item = JSON.stringify({ text: 'x'.repeat(999_980) });
    for (let n = 0; n < MEGABYTES / 8; n++) {
      await owner.client.dataset(id).pushItems(`[${Array.from({ length: 8 }, () => item).join(',')}]`);
    }
    expect((await db().select().from(datasets).where(eq(datasets.id, id)))[0]?.itemCount).toBe(MEGABYTES);
    return id;
  }

  /** Reads two megabytes at a time and rests between them, so that the whole takes some five seconds. Tells when and how it ended. */
  async function readSlowly(url: string, onMegabytes: (count: number) => void) {
    const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
      request(url, resolve).on('error', reject).end();
    });
    let byteCount = 0;
    let resting = 0;
    response.on('data', (chunk: Buffer) => {
      byteCount += chunk.length;
      onMegabytes(byteCount / 1_000_000);
      if (byteCount / 2_000_000 < resting + 1) return;
      resting++;
      response.pause();
      setTimeout(() => response.resume(), 120);
    });
    const isWhole = await Promise.race([
      once(response, 'end').then(() => true),
      once(response, 'error').then(() => false),
      once(response, 'close').then(() => false),
    ]).catch(() => false);
    return { isWhole, byteCount, endedAt: Date.now() };
  }

  test('is cut within a second of the revocation of its link', async () => {
    const olga = await person('olga');
    const id = await largeDataset(olga);
    const { url } = await createLink(olga.session, referenceOf(id), {});
    const [link] = await linksOf(olga, id);
    let revokedAt = 0;
    const reading = await readSlowly(url, (megabytes) => {
      if (megabytes < 4 || revokedAt > 0) return;
      revokedAt = Date.now();
      void revokeLink(olga.session, referenceOf(id), link?.id ?? '').then(() => {
        revokedAt = Date.now();
      });
    });
    expect(reading.isWhole).toBe(false);
    expect(reading.byteCount).toBeLessThan(MEGABYTES * 999_000);
    expect(reading.endedAt - revokedAt).toBeLessThan(1_500);
  });
});
