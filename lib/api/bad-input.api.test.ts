/** Whatever is sent, the answer is an envelope that says what is wrong, never a 500; and nothing is written. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { countRows, makeDataset } from '../testing/arrange.ts';
import { runCount } from '../testing/scale.ts';
import { apiUrl, call, type Person, person, serveApi } from '../testing/world.ts';
import { ROUTES } from './route.ts';

serveApi();

let olga: Person;
let stan: Person;
let id: string;
beforeAll(async () => {
  olga = await person('olga');
  stan = await person('stan');
  id = await makeDataset(olga, { name: 'hers' });
});

type Answer = Awaited<ReturnType<typeof call>>;

/** Status and error type of an answer that is a proper refusal. */
function refusal({ status, json, text }: Answer): string {
  expect(json, text).toEqual({
    error: {
      type: expect.stringMatching(/^[a-z-]+$/),
      message: expect.stringMatching(/./),
      ...(json?.error?.data && { data: expect.anything() }),
    },
  });
  return `${status} ${json.error.type}`;
}

/** Asks as Olga, who may do everything here: what is refused is refused for what was sent. */
const send = (method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}) =>
  call(path.replace(':id', id), { method, token: olga.token, headers, ...(body !== undefined && { body }) });

async function expectNothingWritten(work: () => Promise<unknown>): Promise<void> {
  const before = await countRows();
  await work();
  expect(await countRows()).toEqual(before);
}

const bytes = (data: Buffer) => new Uint8Array(data);
const NUL = '%00';

const REFUSED: [what: string, expected: string, ask: () => Promise<Answer>][] = [
  // Paths.
  ['an unknown address', '404 page-not-found', () => send('GET', '/v2/nothing-here')],
  ['an address outside of the API', '404 page-not-found', () => send('GET', '/')],
  ['a path that is not percent-encoded right', '400 invalid-request', () => send('GET', '/v2/datasets/%ZZ')],
  ['a path that is not UTF-8', '400 invalid-request', () => send('GET', '/v2/datasets/%ff%fe')],
  ['an id of any length', '404 record-not-found', () => send('GET', `/v2/datasets/${'x'.repeat(400)}`)],
  ['an id with a slash in it', '404 record-not-found', () => send('GET', '/v2/datasets/a%2Fb')],
  ['a name with quotes', '404 record-not-found', () => send('GET', `/v2/datasets/~a'"b`)],
  ['a tilde alone', '404 record-not-found', () => send('GET', '/v2/datasets/~')],
  ['many tildes', '404 record-not-found', () => send('GET', '/v2/datasets/a~b~c')],
  // Queries.
  ['a limit that is no number', '400 invalid-parameter', () => send('GET', '/v2/datasets?limit=NaN')],
  ['a negative limit', '400 invalid-parameter', () => send('GET', '/v2/datasets?limit=-1')],
  ['a broken limit', '400 invalid-parameter', () => send('GET', '/v2/datasets?limit=1.5')],
  ['a limit in hexadecimal', '400 invalid-parameter', () => send('GET', '/v2/datasets?limit=0x10')],
  ['an endless limit', '400 invalid-parameter', () => send('GET', '/v2/datasets?limit=Infinity')],
  ['a negative offset', '400 invalid-parameter', () => send('GET', '/v2/datasets?offset=-1')],
  ['an offset of forty digits', '400 invalid-parameter', () => send('GET', `/v2/datasets?offset=${'9'.repeat(40)}`)],
  ['a yes that is none', '400 invalid-parameter', () => send('GET', '/v2/datasets?desc=yes')],
  ['an unknown ownership', '400 invalid-parameter', () => send('GET', '/v2/datasets?ownership=all')],
  [
    'a limit of items that is no number',
    '400 invalid-parameter',
    () => send('GET', '/v2/datasets/:id/items?limit=many'),
  ],
  ['a negative offset of items', '400 invalid-parameter', () => send('GET', '/v2/datasets/:id/items?offset=-5')],
  ['an unknown format', '400 invalid-parameter', () => send('GET', '/v2/datasets/:id/items?format=exe')],
  [
    'an endless delimiter',
    '400 invalid-parameter',
    () => send('GET', `/v2/datasets/:id/items?delimiter=${'x'.repeat(9)}`),
  ],
  [
    'a view that is not there',
    '400 requested-dataset-view-does-not-exist',
    () => send('GET', '/v2/datasets/:id/items?view=a'),
  ],
  [
    'more to unwind than may be',
    '400 invalid-input',
    () => send('GET', '/v2/datasets/:id/items?unwind=a,b,c,d,e,f,g,h,i,j,k'),
  ],
  ['a name too long', '400 invalid-input', () => send('POST', `/v2/datasets?name=${'a'.repeat(64)}`)],
  ['a name with a dot', '400 invalid-input', () => send('POST', '/v2/datasets?name=a.b')],
  ['a name that ends with a hyphen', '400 invalid-input', () => send('POST', '/v2/datasets?name=a-')],
  ['a name with a line break', '400 invalid-input', () => send('POST', '/v2/datasets?name=a%0A')],
  ['a name with a NUL', '400 invalid-input', () => send('POST', `/v2/datasets?name=a${NUL}`)],
  // Bodies.
  ['JSON that breaks off', '400 invalid-request', () => send('PUT', '/v2/datasets/:id', '{"title":')],
  [
    'a body that is not UTF-8',
    '400 invalid-request',
    () => send('PUT', '/v2/datasets/:id', bytes(Buffer.from([0x7b, 0xff]))),
  ],
  ['an array for an object', '400 invalid-request', () => send('PUT', '/v2/datasets/:id', '[]')],
  ['null for an object', '400 invalid-request', () => send('PUT', '/v2/datasets/:id', 'null')],
  ['text for an object', '400 invalid-request', () => send('PUT', '/v2/datasets/:id', '"title"')],
  ['nothing for an object', '400 invalid-request', () => send('PUT', '/v2/datasets/:id')],
  ['a number for a name', '400 invalid-input', () => send('PUT', '/v2/datasets/:id', '{"name":1}')],
  ['an array for a title', '400 invalid-input', () => send('PUT', '/v2/datasets/:id', '{"title":[]}')],
  [
    'a title too long',
    '400 invalid-input',
    () => send('PUT', '/v2/datasets/:id', JSON.stringify({ title: 'x'.repeat(201) })),
  ],
  [
    'an unknown general access',
    '400 invalid-input',
    () => send('PUT', '/v2/datasets/:id', '{"generalAccess":"EVERYONE"}'),
  ],
  [
    'an object for a general access',
    '400 invalid-input',
    () => send('PUT', '/v2/datasets/:id', '{"generalAccess":{}}'),
  ],
  ['an array for a schema', '400 invalid-input', () => send('POST', '/v2/datasets', '{"schema":[]}')],
  ['an array for a dataset', '400 invalid-input', () => send('POST', '/v2/datasets', '[]')],
  ['items that are no JSON', '400 invalid-input', () => send('POST', '/v2/datasets/:id/items', '{]')],
  ['no items at all', '400 invalid-input', () => send('POST', '/v2/datasets/:id/items', '')],
  ['a text for an item', '400 invalid-input', () => send('POST', '/v2/datasets/:id/items', '"a"')],
  ['a number among the items', '400 invalid-input', () => send('POST', '/v2/datasets/:id/items', '[{"a":1},2]')],
  ['an array among the items', '400 invalid-input', () => send('POST', '/v2/datasets/:id/items', '[{"a":1},[]]')],
  ['an item that breaks off', '400 invalid-input', () => send('POST', '/v2/datasets/:id/items', '[{"a":1},{"b":')],
  [
    'an item as deep as the sea',
    '400 invalid-input',
    () => send('POST', '/v2/datasets/:id/items', `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`),
  ],
  ['a grant to nobody', '400 invalid-input', () => send('POST', '/v2/datasets/:id/grants', '{"permissions":["READ"]}')],
  [
    'a grant to two at once',
    '400 invalid-input',
    () => send('POST', '/v2/datasets/:id/grants', '{"username":"a","userId":"b","permissions":["READ"]}'),
  ],
  [
    'a grant to one who is not here',
    '400 invalid-input',
    () => send('POST', '/v2/datasets/:id/grants', '{"username":"no-such-person","permissions":["READ"]}'),
  ],
  [
    'a grant of nothing',
    '400 invalid-input',
    () => send('POST', '/v2/datasets/:id/grants', `{"username":"${stan.username}","permissions":[]}`),
  ],
  [
    'a grant of everything',
    '400 invalid-input',
    () => send('POST', '/v2/datasets/:id/grants', `{"username":"${stan.username}","permissions":["*"]}`),
  ],
  [
    'a grant in the wrong words',
    '400 invalid-input',
    () => send('POST', '/v2/datasets/:id/grants', `{"username":"${stan.username}","permissions":"READ"}`),
  ],
  [
    'a grant that has ended',
    '400 invalid-input',
    () =>
      send(
        'POST',
        '/v2/datasets/:id/grants',
        `{"username":"${stan.username}","permissions":["READ"],"expiresAt":"2020-01-01T00:00:00Z"}`,
      ),
  ],
  [
    'a grant to the owner',
    '400 cannot-set-access-rights-for-owner',
    () => send('POST', '/v2/datasets/:id/grants', `{"username":"${olga.username}","permissions":["READ"]}`),
  ],
  ['a grant that is not there', '404 record-not-found', () => send('DELETE', '/v2/datasets/:id/grants/nothing')],
  // Encodings and sizes.
  [
    'an unknown encoding',
    '415 unsupported-content-encoding',
    () => send('POST', '/v2/datasets/:id/items', '[{}]', { 'content-encoding': 'zstd' }),
  ],
  [
    'two encodings',
    '415 unsupported-content-encoding',
    () => send('POST', '/v2/datasets/:id/items', '[{}]', { 'content-encoding': 'gzip, br' }),
  ],
  [
    'an encoding that is none',
    '400 invalid-request',
    () => send('POST', '/v2/datasets/:id/items', '[{}]', { 'content-encoding': 'br' }),
  ],
  [
    'gzip that breaks off',
    '400 invalid-request',
    () =>
      send('POST', '/v2/datasets/:id/items', bytes(gzipSync('[{"a":1}]').subarray(0, -4)), {
        'content-encoding': 'gzip',
      }),
  ],
  [
    'brotli that breaks off',
    '400 invalid-request',
    () =>
      send(
        'POST',
        '/v2/datasets/:id/items',
        bytes(brotliCompressSync(JSON.stringify([{ a: 'x'.repeat(500) }])).subarray(0, -3)),
        { 'content-encoding': 'br' },
      ),
  ],
  [
    'deflate that breaks off',
    '400 invalid-request',
    () =>
      send('POST', '/v2/datasets/:id/items', bytes(deflateSync('[{"a":1}]').subarray(0, -4)), {
        'content-encoding': 'deflate',
      }),
  ],
  [
    'a body over the limit',
    '413 request-too-large',
    () => send('POST', '/v2/datasets/:id/items', JSON.stringify([{ a: 'x'.repeat(9_500_000) }])),
  ],
  [
    'a body that grows over the limit',
    '413 request-too-large',
    () =>
      send('POST', '/v2/datasets/:id/items', bytes(brotliCompressSync(Buffer.alloc(20_000_000, ' '))), {
        'content-encoding': 'br',
      }),
  ],
  [
    'a body over the limit where none is read',
    '413 request-too-large',
    () => send('DELETE', '/v2/datasets/NoSuchDataset0001', 'x'.repeat(9_500_000)),
  ],
  // Credentials.
  ['a token that never was', '401 user-or-token-not-found', () => call('/v2/datasets?token=wrong')],
  ['a wrong token where none is needed', '401 user-or-token-not-found', () => call(`/v2/users/${olga.id}?token=wrong`)],
  [
    'an empty Authorization',
    '401 user-or-token-not-found',
    () => call(`/v2/users/${olga.id}`, { headers: { authorization: 'Bearer' } }),
  ],
  [
    'another scheme',
    '401 user-or-token-not-found',
    () => call('/v2/datasets', { headers: { authorization: 'Basic b2xnYTpvbGdh' } }),
  ],
  [
    'two words after Bearer',
    '401 user-or-token-not-found',
    () => call('/v2/datasets', { headers: { authorization: 'Bearer a b' } }),
  ],
  [
    'a wrong header beside a right token',
    '401 user-or-token-not-found',
    () => call(`/v2/datasets?token=${olga.token}`, { headers: { authorization: 'Bearer wrong' } }),
  ],
  [
    'a wrong token among two',
    '401 user-or-token-not-found',
    () => call(`/v2/datasets?token=${olga.token}&token=wrong`),
  ],
  ['a token with a NUL', '401 user-or-token-not-found', () => call(`/v2/datasets?token=${olga.token}${NUL}`)],
  [
    'a token in a cookie',
    '401 token-not-provided',
    () => call('/v2/datasets', { headers: { cookie: `token=${olga.token}` } }),
  ],
];

test.each(REFUSED)('%s is %s, and nothing is written', async (_what, expected, ask) => {
  await expectNothingWritten(async () => expect(refusal(await ask())).toBe(expected));
});

test('every verb that a path does not take is 405 and says which it takes', async () => {
  for (const { path, verbs } of ROUTES) {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE'].filter((verb) => !verbs.some((known) => known === verb))) {
      const answer = await send(method, path);
      expect(refusal(answer)).toBe('405 method-not-allowed');
      expect(answer.headers.get('allow')).toBe(verbs.join(', '));
    }
  }
});

describe('what is merely too much is taken for what it can mean', () => {
  test('a limit above the highest is the highest, and none the default', async () => {
    expect((await send('GET', '/v2/datasets?limit=100000')).json.data.limit).toBe(1_000);
    expect((await send('GET', '/v2/datasets?limit=0')).json.data.limit).toBe(1_000);
    expect((await send('GET', '/v2/datasets?limit=&offset=')).json.data.limit).toBe(1_000);
  });

  test('an offset beyond the end gives an empty page', async () => {
    expect((await send('GET', '/v2/datasets?offset=999999999999999')).json.data.items).toEqual([]);
    expect((await send('GET', '/v2/datasets/:id/items?offset=999999999999999')).text).toBe('[]');
  });

  test('the last of a parameter given twice holds', async () => {
    expect((await send('GET', '/v2/datasets?limit=5&limit=7')).json.data.limit).toBe(7);
  });

  test('unknown parameters, fields and content types make no difference', async () => {
    const odd = await send(
      'PUT',
      '/v2/datasets/:id?unknown=1&a[b]=c',
      '{"title":"T","unknown":{"a":[1]},"__proto__":{"title":"P"}}',
      {
        'content-type': 'image/png',
      },
    );
    expect(odd.status).toBe(200);
    expect(odd.json.data.title).toBe('T');
    expect(odd.json.data).not.toHaveProperty('unknown');
  });
});

test('what a dataset is by itself cannot be set', async () => {
  const before = (await send('GET', '/v2/datasets/:id')).json.data;
  const values = {
    ...{ id: 'AnotherDataset001', userId: stan.id, username: stan.username, itemCount: 99, cleanItemCount: 99 },
    ...{
      createdAt: '2000-01-01T00:00:00.000Z',
      modifiedAt: '2000-01-01T00:00:00.000Z',
      accessedAt: '2000-01-01T00:00:00.000Z',
    },
    ...{
      actId: 'x',
      actRunId: 'x',
      fields: ['a'],
      schema: { a: 1 },
      stats: { storageBytes: 9 },
      consoleUrl: 'http://x',
    },
    ...{
      itemsPublicUrl: 'http://x',
      urlSigningSecretKey: 'mine',
      owner_id: stan.id,
      ownerId: stan.id,
      signingEpoch: 9,
    },
  };
  const given = await send('PUT', '/v2/datasets/:id', JSON.stringify({ ...values, title: before.title }));
  expect(given.status).toBe(200);
  const after = (await send('GET', '/v2/datasets/:id')).json.data;
  expect({ ...after, modifiedAt: null }).toEqual({ ...before, modifiedAt: null });
  expect(Math.abs(Date.parse(after.modifiedAt) - Date.now())).toBeLessThan(60_000);
  const made = await send('POST', '/v2/datasets', JSON.stringify({ ...values, schema: undefined }));
  expect(made.json.data).toMatchObject({ userId: olga.id, itemCount: 0, generalAccess: 'FOLLOW_USER_SETTING' });
  expect(made.json.data.id).not.toBe(values.id);
});

describe('a connection that drops in the middle of a push', () => {
  /** Sends the head of a push and a part of its body, waits until the server reads it, and hangs up. */
  async function hangUp(body: Buffer, headers: string): Promise<void> {
    const { hostname, port } = new URL(apiUrl());
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write(
      `POST /v2/datasets/${id}/items HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${olga.token}\r\n${headers}\r\n\r\n`,
    );
    socket.write(body);
    // The answer to a request behind it would come only after; a ping of the server itself shows that it has had its turn.
    expect((await call('/health')).status).toBe(200);
    socket.destroy();
    await once(socket, 'close');
    expect((await call('/health')).status).toBe(200);
  }
  const body = Buffer.from(JSON.stringify([{ a: 1 }, { b: 'x'.repeat(1_000) }]));
  const zipped = gzipSync(body);

  test.each([
    ['a body shorter than announced', body.subarray(0, 20), `content-length: ${body.length}`],
    ['a whole array, with more announced', body, `content-length: ${body.length + 10}`],
    [
      'a whole array in chunks without the last',
      Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')]),
      'transfer-encoding: chunked',
    ],
    ['half of a gzip stream', zipped.subarray(0, 30), `content-encoding: gzip\r\ncontent-length: ${zipped.length}`],
    [
      'a whole gzip stream, with more announced',
      zipped,
      `content-encoding: gzip\r\ncontent-length: ${zipped.length + 10}`,
    ],
  ])('writes nothing: %s', async (_what, sent, headers) => {
    await expectNothingWritten(() => hangUp(sent, headers));
    // Whatever is still under way holds the row; what writes now comes after it.
    expect((await send('POST', '/v2/datasets/:id/items', '{"last":true}')).status).toBe(201);
    const { rows } = await pool().query('SELECT data FROM dataset_items WHERE dataset_id = $1', [id]);
    expect(rows).toEqual([{ data: '{"last":true}' }]);
    await pool().query('DELETE FROM dataset_items WHERE dataset_id = $1', [id]);
    await pool().query('UPDATE datasets SET item_count = 0 WHERE id = $1', [id]);
  });
});

describe('fuzz: no answer is a 5xx', () => {
  const RUNS = runCount('FUZZ_RUNS', 300);
  // Without NUL, which no text of the database can hold.
  const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map((given) => given.replaceAll('\0', ''));
  const names = [
    'name',
    'limit',
    'offset',
    'desc',
    'unnamed',
    'ownership',
    'format',
    'fields',
    'omit',
    'clean',
    'signature',
  ];
  const more = [
    'delimiter',
    'bom',
    'xmlRoot',
    'xmlRow',
    'feedTitle',
    'attachment',
    'outputFields',
    'skipEmpty',
    'unwind',
    'flatten',
    'view',
    'simplified',
    'skipFailedPages',
    'token',
  ];
  const words = [
    '',
    '0',
    '1',
    '-1',
    'true',
    'csv',
    'xlsx',
    'xml',
    'rss',
    'html',
    'jsonl',
    '999999999999',
    'a,b,,#c',
    '__proto__',
  ];
  const query = fc.array(
    fc.tuple(fc.oneof(fc.constantFrom(...names, ...more), text), fc.oneof(fc.constantFrom(...words), text)),
    { maxLength: 5 },
  );
  const fields = [
    'name',
    'title',
    'generalAccess',
    'schema',
    'permissions',
    'username',
    'email',
    'userId',
    'expiresAt',
  ];
  const json = fc.oneof(
    fc.jsonValue(),
    fc.dictionary(
      fc.constantFrom(...fields),
      fc.oneof(fc.jsonValue(), text, fc.constantFrom('READ', 'RESTRICTED', '2100-01-01T00:00:00Z')),
    ),
  );
  const body = fc.oneof(
    json.map((value) => JSON.stringify(value).replaceAll('\\u0000', '')),
    text,
  );
  const place = fc.oneof(fc.constantFrom('this', '~hers', 'hers', '~', 'me'), text);

  const operations = () => ROUTES.flatMap(({ path, verbs }) => verbs.map((verb) => ({ path, verb })));

  test('whatever stands in the path, the query and the body', { timeout: 120_000 }, async () => {
    for (const { path, verb } of operations()) {
      await fc.assert(
        fc.asyncProperty(place, query, body, async (where, parameters, sent) => {
          const at = (name: string) => path.replace(/:\w+/g, () => encodeURIComponent(name === 'this' ? id : name));
          const address = `${at(where)}?${new URLSearchParams(parameters)}`;
          const hasBody = verb !== 'GET' && verb !== 'HEAD';
          // Deleting what the others are about would leave them little to find.
          const token = verb === 'DELETE' ? stan.token : olga.token;
          const { status } = await call(address, { method: verb, token, ...(hasBody && { body: sent }) });
          expect(status, `${verb} ${address} ${sent}`).toBeLessThan(500);
        }),
        { numRuns: Math.ceil(RUNS / operations().length) },
      );
    }
  });
});
