/** What a browser is shown at the end of a link that is dead, and what programs are. */
import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, test } from 'vitest';
import { createLink } from '../link/create.ts';
import { listLinks } from '../link/list.ts';
import { revokeLink } from '../link/revoke.ts';
import { LONG_AGO, makeDataset, makeStorage, signatureOf } from '../testing/arrange.ts';
import { apiUrl, type Person, person, serveApi } from '../testing/world.ts';

serveApi();

const ACCEPT = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';
/** As a browser asks when a person opens a link. */
const NAVIGATION = { accept: ACCEPT, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

type Opened = { status: number | undefined; headers: IncomingHttpHeaders; body: string };

/** A plain GET, since `fetch` says itself what it is for. */
async function open(path: string, headers: Record<string, string> = NAVIGATION): Promise<Opened> {
  const asked = request(new URL(path, apiUrl()), { headers }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

let olga: Person;
let datasetId: string;
let storeId: string;
let queueId: string;
beforeAll(async () => {
  olga = await person('olga');
  datasetId = await makeDataset(olga);
  storeId = await makeStorage('key-value-store', olga);
  queueId = await makeStorage('request-queue', olga);
});

describe('a dead link that is opened in a browser', () => {
  test.each([
    [
      'items, expired',
      (): string => `/v2/datasets/${datasetId}/items?signature=${signatureOf(datasetId, LONG_AGO)}`,
      403,
    ],
    ['items, without a signature', (): string => `/v2/datasets/${datasetId}/items`, 403],
    ['items of what is gone', (): string => '/v2/datasets/qWeRtYuIoPaSdFgHj/items?signature=x', 404],
    ['a record', (): string => `/v2/key-value-stores/${storeId}/records/OUTPUT?signature=x`, 403],
    ['keys', (): string => `/v2/key-value-stores/${storeId}/keys?signature=x`, 403],
    ['requests', (): string => `/v2/request-queues/${queueId}/requests?signature=x`, 403],
    ['items, with a token that is none', (): string => `/v2/datasets/${datasetId}/items?token=x`, 401],
  ] as const)('says so in plain words: %s', async (_what, path, status) => {
    const page = await open(path());
    expect(page.status).toBe(status);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('This link does not open anything any more');
    expect(page.body).toContain('Ask the person who sent it');
    expect(page.body).toContain(String(page.headers['x-request-id']));
    expect(page.body).not.toMatch(/<script|<img|<link|http:|https:/);
  });

  test('is a page that runs, loads and frames nothing, and is not kept', async () => {
    const { headers } = await open(`/v2/datasets/${datasetId}/items?signature=x`);
    const policy = headers['content-security-policy'];
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; /);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test('tells one that was revoked from one that is forged no more than the JSON does', async () => {
    const reference = { kind: 'dataset' as const, address: { by: 'id' as const, id: datasetId } };
    const { url } = await createLink(olga.session, reference, {});
    const [link] = await listLinks(olga.session, reference);
    expect((await open(url)).status).toBe(200);
    await revokeLink(olga.session, reference, link?.id ?? '');
    const ofRequest = /request <code>[^<]+/;
    const [revoked, forged] = [await open(url), await open(`/v2/datasets/${datasetId}/items?signature=x`)];
    expect(revoked.body.replace(ofRequest, '')).toBe(forged.body.replace(ofRequest, ''));
  });

  test('has nothing of what the address said', async () => {
    const hostile = encodeURIComponent('<script>alert(1)</script>');
    const page = await open(`/v2/key-value-stores/${storeId}/records/OUTPUT?signature=${hostile}&token=${hostile}`);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).not.toContain('alert');
  });
});

describe('JSON as ever', () => {
  const dead = () => `/v2/datasets/${datasetId}/items?signature=x`;
  test.each([
    ['an API client', () => dead(), {}],
    ['a page that fetches', () => dead(), { ...NAVIGATION, 'sec-fetch-mode': 'cors' }],
    [
      'a navigation that would rather have JSON',
      () => dead(),
      { ...NAVIGATION, accept: 'text/html;q=0.5, application/json' },
    ],
    ['a navigation that takes anything', () => dead(), { ...NAVIGATION, accept: '*/*' }],
    ['a navigation to what no link leads to', (): string => `/v2/datasets/${datasetId}?signature=x`, NAVIGATION],
    ['a navigation with a wrong parameter', (): string => `${dead()}&limit=-1`, NAVIGATION],
  ] as const)('is the answer to %s', async (_who, path, headers) => {
    const answer = await open(path(), { ...headers });
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(answer.body).error.type).toBeTypeOf('string');
  });
});
