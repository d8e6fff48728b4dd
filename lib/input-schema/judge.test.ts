import { expect, test, vi } from 'vitest';
import { judgeInput, parseInputSchema } from './judge.ts';
import { InputSchemaProblem } from './schema.ts';

// Threads start, and the rules are compiled, as fast as the machine is idle.
vi.setConfig({ testTimeout: 20_000 });

const schemaOf = (properties: Record<string, object>, rest: object = {}) => ({
  ...{ title: 'Input', type: 'object', schemaVersion: 1, ...rest },
  properties: Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, { title: name, description: '', ...field }]),
  ),
});
const text = (rest: object = {}) => ({ type: 'string', editor: 'textfield', ...rest });

const read = (properties: Record<string, object>, rest?: object) =>
  parseInputSchema('olga', schemaOf(properties, rest));
const judge = async (properties: Record<string, object>, given: unknown, rest?: object) =>
  judgeInput('olga', await read(properties, rest), given);

test.each([
  ['text that is no JSON', '{"title":', 'Input schema is not valid JSON'],
  ['a list', '[]', 'Input schema must be a JSON object'],
  ['nothing in particular', '{}', 'title is required'],
  ['a field without an editor', schemaOf({ a: { type: 'string' } }), 'schema.properties.a.editor is required'],
  ['a type that is none', schemaOf({ a: text({ type: 'text' }) }), 'schema.properties.a is not matching'],
  [
    'a required field that is not there',
    schemaOf({ a: text() }, { required: ['b'] }),
    'schema.properties.b does not exist',
  ],
  ['a pattern that is none', schemaOf({ a: text({ pattern: '(' }) }), 'regular expression "("'],
  [
    'a pattern of items that is none',
    schemaOf({ a: { type: 'array', editor: 'stringList', items: { type: 'string', pattern: '(' } } }),
    'Invalid regular expression',
  ],
  [
    'a storage that the author chose',
    schemaOf({ a: { type: 'string', resourceType: 'dataset', resourcePermissions: ['READ'], default: 'secrets' } }),
    'Input schema is not valid',
  ],
  [
    'writing without reading',
    schemaOf({ a: { type: 'string', resourceType: 'dataset', resourcePermissions: ['WRITE'] } }),
    'Input schema is not valid',
  ],
  ['more than 500 kB', JSON.stringify(schemaOf({ a: text({ prefill: 'é'.repeat(256_000) }) })), 'larger than 500 kB'],
  [
    'a reference to elsewhere',
    schemaOf({
      a: {
        ...{ type: 'array', editor: 'requestListSources' },
        items: {
          type: 'object',
          properties: { userData: { type: 'object', properties: { b: { $ref: 'http://x/y' } } } },
        },
      },
    }),
    'is not matching any input schema type',
  ],
])('a schema with %s is refused, and it is said why', async (_what, source, problem) => {
  const refusal = await parseInputSchema('olga', source).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(InputSchemaProblem);
  expect(String(refusal)).toContain(problem);
});

test('a schema is the same as text and as an object, also with a byte order mark', async () => {
  const schema = schemaOf({ a: text() });
  await expect(parseInputSchema('olga', schema)).resolves.toEqual(schema);
  await expect(parseInputSchema('olga', `\uFEFF${JSON.stringify(schema)}`)).resolves.toEqual(schema);
});

test.each([100, 100_000])(
  'a schema or an input that is nested %s levels deep ends neither the thread nor the request',
  async (depth) => {
    const isTooDeep = depth > 200;
    const deep = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    const schema = schemaOf({ a: { type: 'array', editor: 'json' } });
    const refusal = expect.objectContaining({ message: 'Input schema is nested too deeply' });
    const outcome = await parseInputSchema(
      'olga',
      JSON.stringify(schema).replace('"json"', `"json","default":${deep}`),
    ).catch((error: unknown) => error);
    expect(outcome).toEqual(isTooDeep ? refusal : expect.objectContaining({ title: 'Input' }));
    const { problems } = await judgeInput('olga', await parseInputSchema('olga', schema), JSON.parse(`{"a":${deep}}`));
    expect(problems).toEqual(isTooDeep ? [{ field: '', message: 'Input is nested too deeply' }] : []);
  },
);

test.each([
  ['a field that is missing', { a: text() }, {}, 'a', 'Field input.a is required', { required: ['a'] }],
  ['a value of another type', { a: { type: 'integer' } }, { a: 'one' }, 'a', 'Field input.a must be integer', {}],
  ['a value outside of its bounds', { a: { type: 'integer', minimum: 3 } }, { a: 1 }, 'a', 'must be >= 3', {}],
  ['a value that is not offered', { a: text({ editor: 'select', enum: ['x', 'y'] }) }, { a: 'z' }, 'a', '"x", "y"', {}],
  [
    'a text that does not match',
    { a: text({ pattern: '^[0-9-]+$', errorMessage: { pattern: 'Digits only.' } }) },
    { a: 'x' },
    'a',
    'Digits only.',
    {},
  ],
  ['null where it is no value', { a: text() }, { a: null }, 'a', 'must be string', {}],
  [
    'a URL that is none',
    { a: { type: 'array', editor: 'requestListSources' } },
    { a: [{ url: 'x' }] },
    'a',
    'valid URLs',
    {},
  ],
  [
    'a part that is wrong',
    { a: { type: 'object', editor: 'json', properties: { b: { type: 'integer', title: 'b', description: '' } } } },
    { a: { b: 'x' } },
    'a.b',
    'must be integer',
    {},
  ],
  [
    'a field that is not allowed',
    { a: text() },
    { b: 1 },
    'b',
    'input.b is not allowed',
    { additionalProperties: false },
  ],
  ['an input that is no object', { a: text() }, [], '', 'Input must be a JSON object', {}],
])('an input with %s is told so', async (_what, properties, given, field, message, rest) => {
  const { problems } = await judge(properties, given, rest);
  expect(problems).toEqual([{ field, message: expect.stringContaining(message) }]);
});

test('what is left out gets its default, and a default makes a required field optional; a prefill is nobody’s input', async () => {
  const properties = {
    a: text({ default: 'x', prefill: 'y' }),
    b: text({ prefill: 'y' }),
    c: text({ default: 'x' }),
    d: { type: 'boolean', default: false },
    n: text({ nullable: true, default: 'x' }),
  };
  const judged = await judge(properties, { c: 'given', n: null, more: 1 }, { required: ['a'] });
  expect(judged).toEqual({
    problems: [],
    input: { a: 'x', c: 'given', d: false, n: null, more: 1 },
    resources: [],
  });
});

test('null is a value of a nullable field, also where values are listed', async () => {
  const properties = {
    a: text({ editor: 'select', enum: ['x'], nullable: true }),
    b: { type: 'integer', nullable: true },
  };
  expect((await judge(properties, { a: null, b: null })).problems).toEqual([]);
});

test('names that every object has are fields like others', async () => {
  const schema = await parseInputSchema(
    'olga',
    `{"title":"t","type":"object","schemaVersion":1,"required":["constructor","__proto__"],"properties":{
      "constructor":{"title":"c","type":"array","editor":"requestListSources","description":""},
      "__proto__":{"title":"p","type":"object","editor":"proxy","description":""},
      "toString":{"title":"s","type":"string","editor":"textfield","description":"","default":"x"}}}`,
  );
  const { problems, input } = await judgeInput('olga', schema, {});
  expect(problems.map(({ field }) => field).sort()).toContain('constructor');
  expect(problems.map(({ field }) => field).sort()).toContain('__proto__');
  expect(Object.keys(input)).toEqual(['toString']);
  const given = JSON.parse('{"constructor":[],"__proto__":{"useApifyProxy":true}}') as unknown;
  expect((await judgeInput('olga', schema, given)).problems).toEqual([]);
});

test('a pattern that backtracks without end is given up, and other accounts do not notice', async () => {
  const schema = await read({ a: text({ pattern: '^(a+)+$' }) });
  const hostile = judgeInput('mallory', schema, { a: `${'a'.repeat(50)}!` });
  const other = judgeInput('olga', await read({ a: text() }), { a: 'x' });
  expect(await Promise.race([hostile, other])).toMatchObject({ problems: [], input: { a: 'x' } });
  expect((await hostile).problems).toEqual([{ field: '', message: expect.stringContaining('takes too much work') }]);
  expect((await judgeInput('mallory', schema, { a: 'aaa' })).problems).toEqual([]);
});

test('only what the caller named is opened to a run, and nothing while the input is wrong', async () => {
  const part = {
    title: 'p',
    description: '',
    type: 'string',
    resourceType: 'dataset',
    resourcePermissions: ['READ', 'WRITE'],
  };
  const properties = {
    a: { type: 'object', editor: 'schemaBased', properties: { p: part }, default: { p: 'authors-choice' } },
    n: { type: 'integer' },
  };
  const named = [{ kind: 'dataset', text: 'mine', permissions: ['read', 'write'] }];
  expect(await judge(properties, {})).toMatchObject({ input: { a: { p: 'authors-choice' } }, resources: [] });
  expect(await judge(properties, { a: { p: 'mine' } })).toMatchObject({ resources: named });
  expect(await judge(properties, { a: { p: 'mine' }, n: 'x' })).toMatchObject({ resources: [] });
});
