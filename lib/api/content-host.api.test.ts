import { once } from 'node:events';
import http from 'node:http';
import { describe, expect, test } from 'vitest';
import { createLink } from '../link/create.ts';
import { makeStore, recordPathOf } from '../testing/records.ts';
import { apiUrl, call, person, serveApi } from '../testing/world.ts';
import { ROUTES } from './route.ts';

process.env.CONTENT_URL = 'https://content.example';
serveApi();

/** As a browser asks that has been sent to the other origin. */
async function ask(method: string, path: string, headers: Record<string, string> = {}, host = 'content.example') {
  const request = http.request(apiUrl() + path, { method, headers: { host, ...headers } });
  request.end();
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, headers: response.headers, text };
}

const olgasRecord = async (contentType: string) => {
  const olga = await person('olga');
  const id = await makeStore(olga);
  const headers = { 'content-type': contentType };
  await call(recordPathOf(id, 'r'), { method: 'PUT', token: olga.token, body: '<b>bold</b>', headers });
  return { olga, id, authorization: `Bearer ${olga.token}` };
};

describe('the origin for stored content', () => {
  test.each([
    ['text/html', undefined],
    ['image/svg+xml', undefined],
    ['application/xml', undefined],
    ['text/plain', undefined],
    ['application/pdf', 'attachment; filename="r"'],
  ])('shows a record of the type %s, which runs nothing', async (contentType, disposition) => {
    const { id, authorization } = await olgasRecord(contentType);
    const shown = await ask('GET', recordPathOf(id, 'r'), { authorization });
    expect(shown).toMatchObject({ status: 200, text: '<b>bold</b>' });
    expect(shown.headers['content-disposition']).toBe(disposition);
    expect(shown.headers['content-security-policy']).toMatch(/default-src 'none'.*; sandbox$/);
    expect(shown.headers['x-content-type-options']).toBe('nosniff');
    const asked = await ask('GET', `${recordPathOf(id, 'r')}?attachment=true`, { authorization });
    expect(asked.headers['content-disposition']).toBe('attachment; filename="r"');
    expect((await ask('HEAD', recordPathOf(id, 'r'), { authorization })).status).toBe(200);
    expect((await ask('GET', recordPathOf(id, 'r'))).status).toBe(403);
  });

  test('has the addresses of records and items, to be read, and no other', async () => {
    const { olga, id, authorization } = await olgasRecord('text/plain');
    const { id: datasetId } = await olga.client.datasets().getOrCreate();
    const shown: string[] = [];
    for (const { path } of ROUTES) {
      const storeId = path.startsWith('/v2/datasets') ? datasetId : id;
      const real = path.replace(':id', storeId).replace(':key', 'r');
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
        const headers = { authorization, origin: 'https://a.example', 'access-control-request-method': 'GET' };
        const { status } = await ask(method, real, headers);
        if (status === 404) continue;
        shown.push(`${method} ${path} ${status}`);
      }
    }
    expect(shown.sort()).toEqual([
      'GET /v2/datasets/:id/items 200',
      'GET /v2/key-value-stores/:id/records/:key 200',
      'HEAD /v2/datasets/:id/items 200',
      'HEAD /v2/key-value-stores/:id/records/:key 200',
    ]);
    expect((await call(recordPathOf(id, 'r'), { token: olga.token })).status).toBe(200);
    expect((await ask('GET', '/nothing')).status).toBe(404);
    for (const host of ['CONTENT.example', 'content.example'])
      expect((await ask('GET', '/health', {}, host)).status).toBe(404);
  });

  test('is where links to records lead', async () => {
    const { olga, id } = await olgasRecord('text/plain');
    const store = { kind: 'key-value-store', address: { by: 'id', id } } as const;
    const { url } = await createLink(olga.session, store, { recordKey: 'r' });
    expect(url).toMatch(/^https:\/\/content\.example\/v2\/key-value-stores\//);
    expect(await ask('GET', url.slice('https://content.example'.length))).toMatchObject({ status: 200 });
    const keys = await call(`/v2/key-value-stores/${id}/keys`, { token: olga.token });
    expect(keys.json.data.items[0].recordPublicUrl).toMatch(/^https:\/\/content\.example\//);
  });
});
