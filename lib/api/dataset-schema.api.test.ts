/** Schemas of datasets: what is refused, what they refuse, and the statistics that are kept by them. */
import { describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { makeGrant, makeToken, signatureOf } from '../testing/arrange.ts';
import { call, client, type Person, person, serveApi } from '../testing/world.ts';

serveApi();

const FIELDS = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: {
    name: { type: 'string', example: 'Kettle' },
    price: { type: 'number', minimum: 0, nullable: true },
    tags: { type: 'array' },
    maker: { type: 'object' },
    isNew: { type: 'boolean' },
    at: { type: 'string', format: 'date-time' },
  },
  required: ['name'],
};

async function datasetBy(owner: Person, fields: Record<string, unknown>): Promise<string> {
  const schema = { actorSpecification: 1, fields, views: {} };
  return (await owner.client.datasets().getOrCreate(undefined, { schema })).id;
}

const create = (owner: Person, schema: unknown, query = '') =>
  call(`/v2/datasets${query}`, { method: 'POST', token: owner.token, body: JSON.stringify({ schema }) });

const push = (owner: Person, id: string, body: string) =>
  call(`/v2/datasets/${id}/items`, { method: 'POST', token: owner.token, body });

describe('a schema that is given', () => {
  test('is answered as it was given, and may describe items and views', async () => {
    const olga = await person('olga');
    const schema = {
      actorSpecification: 1,
      fields: FIELDS,
      views: {
        main: {
          title: 'Main',
          transformation: { fields: ['name'], unwind: 'tags', omit: ['x'], limit: 5 },
          display: { component: 'table', properties: { name: { label: 'Name' } } },
        },
      },
    };
    const made = await create(olga, schema);
    expect(made.status).toBe(201);
    expect(made.json.data.schema).toEqual(schema);
    for (const other of [
      {},
      { fields: {} },
      { views: {} },
      { title: 'T', description: 'D', fields: { type: ['object', 'null'] } },
    ])
      expect((await create(olga, other)).status, JSON.stringify(other)).toBe(201);
  });

  const deep = (levels: number): unknown => (levels === 0 ? {} : { properties: { a: deep(levels - 1) } });
  const doubling = Object.fromEntries(
    Array.from({ length: 40 }, (_, n) => [`d${n}`, { allOf: Array(2).fill({ $ref: `#/definitions/d${n + 1}` }) }]),
  );

  test.each([
    ['a JSON Schema without anything around it', { type: 'object', properties: {} }, 'unknown property "type"'],
    ['another version', { actorSpecification: 2 }, 'actorSpecification'],
    ['views that are none', { views: { a: 1 } }, 'schema.views.a'],
    ['a view without a title', { views: { a: { display: {} } } }, 'schema.views.a.title'],
    ['a view that does nothing', { views: { a: { title: 'A' } } }, 'transformation or a display'],
    ['a view of no fields', { views: { a: { title: 'A', transformation: { fields: 'b' } } } }, 'fields'],
    ['fields that are no schema', { fields: true }, 'schema.fields'],
    ['an unknown type', { fields: { properties: { a: { type: 'text' } } } }, '/properties/a/type'],
    ['a schema of lists', { fields: { type: 'array' } }, 'must be "object"'],
    ['another draft', { fields: { $schema: 'http://json-schema.org/draft-04/schema#' } }, 'draft-07'],
    ['a reference to elsewhere', { fields: { $ref: 'http://127.0.0.1:1/schema.json' } }, "can't resolve reference"],
    ['a reference to nothing', { fields: { $ref: '#/definitions/none' } }, "can't resolve reference"],
    ['a pattern that is none', { fields: { properties: { a: { pattern: '(' } } } }, 'Invalid regular expression'],
    ['a validator that only promises', { fields: { $async: true } }, '$async'],
    ['a reference to itself', { fields: { $ref: '#' } }, 'too much work'],
    [
      'references that double forty times',
      { fields: { definitions: { ...doubling, d40: {} }, $ref: '#/definitions/d0' } },
      'too much work',
    ],
    ['more levels than anybody needs', { fields: deep(60) }, 'levels'],
  ])('is refused: %s', { timeout: 30_000 }, async (_what, schema, words) => {
    const olga = await person('olga');
    const { status, json } = await create(olga, schema, '?name=refused');
    expect(status).toBe(400);
    expect(['dataset-schema-invalid', 'invalid-request']).toContain(json.error.type);
    expect(json.error.message).toContain(words);
    expect((await olga.client.datasets().list()).total).toBe(0);
  });

  test('is no work for a stranger', async () => {
    const body = JSON.stringify({ schema: { fields: { $ref: '#' } } });
    expect(await call('/v2/datasets', { method: 'POST', body })).toMatchObject({
      status: 401,
      json: { error: { type: 'token-not-provided' } },
    });
  });

  test('stays what it is: an update has none', async () => {
    const olga = await person('olga');
    const id = await datasetBy(olga, FIELDS);
    const body = JSON.stringify({ schema: { fields: {} }, title: 'T' });
    const changed = await call(`/v2/datasets/${id}`, { method: 'PUT', token: olga.token, body });
    expect(changed.json.data).toMatchObject({ title: 'T', schema: { fields: FIELDS } });
  });
});

describe('items that do not match the schema', () => {
  test('are refused with the whole request, and each of them is named', async () => {
    const olga = await person('olga');
    const id = await datasetBy(olga, FIELDS);
    const dataset = olga.client.dataset(id);
    await dataset.pushItems({ name: 'Pot', price: null, at: '2026-01-01T00:00:00Z', more: [1] });
    const refused = dataset.pushItems([{ name: 'Pan' }, { price: -1, at: 'today' }, { name: 'Cup' }, { name: 1 }]);
    await expect(refused).rejects.toMatchObject({
      statusCode: 400,
      type: 'schema-validation-error',
      data: {
        invalidItems: [
          {
            itemPosition: 1,
            validationErrors: [
              {
                ...{ instancePath: '', schemaPath: '#/required', keyword: 'required' },
                ...{ params: { missingProperty: 'name' }, message: "must have required property 'name'" },
              },
              { instancePath: '/at', schemaPath: '#/properties/at/format', keyword: 'format' },
              { instancePath: '/price', schemaPath: '#/properties/price/minimum', keyword: 'minimum' },
            ],
          },
          {
            itemPosition: 3,
            validationErrors: [
              {
                ...{ instancePath: '/name', schemaPath: '#/properties/name/type', keyword: 'type' },
                ...{ params: { type: 'string' }, message: 'must be string' },
              },
            ],
          },
        ],
      },
    });
    expect(await dataset.get()).toMatchObject({ itemCount: 1, fields: ['name', 'price', 'at', 'more'] });
    await expect(dataset.pushItems({})).rejects.toMatchObject({ data: { invalidItems: [{ itemPosition: 0 }] } });
  });

  test('are told by the draft that the schema is of', async () => {
    const olga = await person('olga');
    const pair = [{ type: 'string' }, { type: 'number' }];
    const old = await datasetBy(olga, { properties: { a: { items: pair } } });
    const recent = await datasetBy(olga, {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: { a: { prefixItems: pair } },
    });
    for (const id of [old, recent]) {
      expect((await push(olga, id, '{"a":["x",1]}')).status).toBe(201);
      expect((await push(olga, id, '{"a":[1,"x"]}')).json.error.type).toBe('schema-validation-error');
    }
  });

  test('are judged by their own fields and names', async () => {
    const olga = await person('olga');
    const required = ['constructor', '__proto__', '\\', '"', 'x'];
    const id = await datasetBy(olga, { required, properties: { '"': { type: 'number' }, '\\': { type: 'string' } } });
    expect(
      (await push(olga, id, '{"\\\\":"a","\\"":1,"x":1}')).json.error.data.invalidItems[0].validationErrors,
    ).toHaveLength(2);
    const own = '{"constructor":1,"__proto__":2,"x":1';
    // Names with escapes, after others of which some JSON parsers take them for.
    const names = `[${own},"\\\\":"a","\\"":1},${own},"\\"":1,"\\\\":"a"},${own},"\\u005c":"a","\\u0022":1}]`;
    expect((await push(olga, id, names)).status).toBe(201);
    expect((await push(olga, id, `{"x":1,"\\\\":1,"\\"":"a","constructor":1,"__proto__":2}`)).status).toBe(400);
  });

  test('and those that do match, are kept byte for byte', async () => {
    const olga = await person('olga');
    const id = await datasetBy(olga, { properties: { n: { type: 'integer' } } });
    const body = '[{ "n" : 12345678901234567890, "2":1.0,"1":1 },{"n":1.0}]';
    expect((await push(olga, id, body)).status).toBe(201);
    expect((await call(`/v2/datasets/${id}/items`, { token: olga.token })).text).toBe(body);
  });

  test('are listed up to a limit, and the answer says so', async () => {
    const olga = await person('olga');
    const id = await datasetBy(olga, FIELDS);
    const { status, json } = await push(olga, id, `[${Array(1_500).fill('{}').join()}]`);
    expect(status).toBe(400);
    expect(json.error.message).toContain('first 1000 of 1500');
    expect(json.error.data.invalidItems).toHaveLength(1_000);
  });

  test('end in time when the schema asks for endless work, and hold nobody up', { timeout: 30_000 }, async () => {
    const [olga, colin] = [await person('olga'), await person('colin')];
    const id = await datasetBy(olga, { properties: { a: { pattern: '^(a+)+$' } } });
    const others = await datasetBy(colin, FIELDS);
    let isAnswered = false;
    const slow = push(olga, id, `{"a":"${'a'.repeat(60)}!"}`).finally(() => {
      isAnswered = true;
    });
    for (let n = 0; n < 10; n++) expect((await push(colin, others, '{"name":"Pan"}')).status).toBe(201);
    expect(isAnswered).toBe(false);
    expect(await slow).toMatchObject({ status: 400, json: { error: { type: 'invalid-input' } } });
    expect((await olga.client.dataset(id).get())?.itemCount).toBe(0);
    expect((await push(olga, id, '{"a":[]}')).status).toBe(201);
  });
});

describe('statistics', () => {
  test('are those of the fields that the schema describes, over all pushes', async () => {
    const olga = await person('olga');
    const id = await datasetBy(olga, FIELDS);
    const dataset = olga.client.dataset(id);
    const none = { min: null, max: null, nullCount: 0, emptyCount: 0 };
    const names = Object.keys(FIELDS.properties);
    expect(await dataset.getStatistics()).toEqual({
      fieldStatistics: Object.fromEntries(names.map((name) => [name, none])),
    });
    await dataset.pushItems([
      { name: 'Pan', price: 10.5, tags: [1, 2, 3], isNew: true, other: 1 },
      { name: '', price: null, maker: {}, isNew: true },
    ]);
    await dataset.pushItems({ name: 'Kettle', price: 3, tags: [], maker: { a: 1, b: { c: 2 } } });
    await expect(dataset.pushItems([{ name: 'x'.repeat(99) }, {}])).rejects.toMatchObject({ statusCode: 400 });
    expect(await dataset.getStatistics()).toEqual({
      fieldStatistics: {
        name: { min: 0, max: 6, nullCount: 0, emptyCount: 0 },
        price: { min: 3, max: 10.5, nullCount: 1, emptyCount: 0 },
        tags: { min: 0, max: 3, nullCount: 0, emptyCount: 1 },
        maker: { min: 0, max: 2, nullCount: 0, emptyCount: 1 },
        isNew: { min: 0, max: 1, nullCount: 0, emptyCount: 1 },
        at: { min: null, max: null, nullCount: 0, emptyCount: 3 },
      },
    });
  });

  test('are exact when pushes come from several sides at once', async () => {
    const olga = await person('olga');
    const id = await datasetBy(olga, { properties: { n: {}, m: {} } });
    const pushes = Array.from({ length: 40 }, (_, n) => n).values();
    const pushAll = async () => {
      for (const n of pushes) await olga.client.dataset(id).pushItems([{ n }, { n: -n, m: null }, {}]);
    };
    // As many at once as may wait for their check in one account.
    await Promise.all(Array.from({ length: 15 }, pushAll));
    expect(await olga.client.dataset(id).getStatistics()).toEqual({
      fieldStatistics: {
        m: { min: null, max: null, nullCount: 40, emptyCount: 80 },
        n: { min: -39, max: 39, nullCount: 0, emptyCount: 40 },
      },
    });
  });

  test('are nothing where no schema describes fields, or where items were not counted', async () => {
    const olga = await person('olga');
    const { id } = await olga.client.datasets().getOrCreate();
    await olga.client.dataset(id).pushItems({ a: 1 });
    expect(await olga.client.dataset(id).getStatistics()).toEqual({ fieldStatistics: null });
    const described = await datasetBy(olga, FIELDS);
    await olga.client.dataset(described).pushItems([{ name: 'Pan' }, { name: 'Cup' }]);
    await pool().query('UPDATE dataset_statistics SET item_count = 1 WHERE dataset_id = $1', [described]);
    expect(await olga.client.dataset(described).getStatistics()).toEqual({ fieldStatistics: null });
    await olga.client.dataset(described).delete();
    expect(await olga.client.dataset(described).getStatistics()).toBeUndefined();
    const { rowCount } = await pool().query('SELECT 1 FROM dataset_statistics WHERE dataset_id = $1', [described]);
    expect(rowCount).toBe(0);
  });

  test('are for those who may read the dataset; a link to its items does not open them', async () => {
    const [olga, colin, stan] = [await person('olga'), await person('colin'), await person('stan')];
    const id = await datasetBy(olga, FIELDS);
    await olga.client.dataset(id).update({ generalAccess: 'RESTRICTED' });
    await makeGrant(id, colin, ['READ']);
    const scope = { resources: [{ id, permissions: ['read' as const] }], kinds: [], create: [] };
    const scoped = await makeToken(olga, { scope });
    for (const token of [olga.token, colin.token, scoped.token])
      expect((await client(token).dataset(id).getStatistics())?.fieldStatistics).toHaveProperty('name');
    const path = `/v2/datasets/${id}/statistics?signature=${signatureOf(id)}`;
    for (const token of [undefined, stan.token])
      expect((await call(path, { ...(token && { token }) })).status).toBe(403);
    expect((await call(path.replace('statistics', 'items'))).status).toBe(200);
  });
});
