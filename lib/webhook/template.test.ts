import { describe, expect, test } from 'vitest';
import { fillHeaders } from './headers.ts';
import { sampleVariables } from './sample.ts';
import { DEFAULT_PAYLOAD_TEMPLATE, fillTemplate, TemplateError, type Variables } from './template.ts';

const variables: Variables = {
  ...sampleVariables({ userId: 'olga', now: new Date('2026-01-02T03:04:05.678Z') }),
  resource: { id: 'run', status: 'FAILED', message: 'said "no"\r\nand {{userId}}', list: [{ a: 1 }] },
};
const fill = (template: string, interpolates = false) => fillTemplate(template, variables, interpolates).value;

describe('a payload', () => {
  test('has what is documented, by default', () => {
    expect(fill(DEFAULT_PAYLOAD_TEMPLATE)).toEqual({
      userId: 'olga',
      createdAt: '2026-01-02T03:04:05.678Z',
      eventType: 'TEST',
      eventData: variables.eventData,
      resource: variables.resource,
    });
  });

  test.each([
    ['{"a": {{resource.id}}, "b": {{ resource.status }}}', { a: 'run', b: 'FAILED' }],
    ['{"a": {{resource.list.0.a}}, "b": {{resource.nothing.at.all}}}', { a: 1, b: null }],
    ['{"a": "{{userId}}", "b": "\\"{{userId}}"}', { a: '{{userId}}', b: '"{{userId}}' }],
    ['[{{globals.dateISO}}, {{globals.dateUnix}}]', ['2026-01-02T03:04:05.678Z', 1_767_323_045]],
    ['{{resource.message}}', 'said "no"\r\nand {{userId}}'],
    ['{"a": {{resource.constructor}}, "b": {{resource.__proto__}}}', { a: null, b: null }],
  ])('%s', (template, expected) => {
    expect(fill(template)).toEqual(expected);
  });

  test.each([
    ['{"a": "{{userId}}"}', { a: 'olga' }],
    ['{"a": "{{eventData}}"}', { a: variables.eventData }],
    ['{"a": "by {{userId}} at {{globals.dateUnix}}: {{eventData.actorTaskId}}"}', { a: 'by olga at 1767323045: ' }],
    ['{"a": ["{{resource.list}}", "is {{resource.list}}"], "b": 1}', { a: [[{ a: 1 }], 'is [{"a":1}]'], b: 1 }],
    // What a value says is never a template.
    [
      '{"a": {{resource.message}}, "b": "x {{resource.message}}"}',
      { a: 'said "no"\r\nand {{userId}}', b: 'x said "no"\r\nand {{userId}}' },
    ],
  ])('with interpolated strings: %s', (template, expected) => {
    expect(fill(template, true)).toEqual(expected);
  });

  test.each([
    '{"a": {{nothing}}}',
    '{"a": {{process.env}}}',
    '{"a": }',
    '',
    '{{}}',
    '{"a": {{userId}}',
    '{{userId}} {{userId}}',
  ])('%j is refused', (template) => {
    expect(() => fill(template)).toThrow(TemplateError);
  });
});

describe('headers', () => {
  test('are those of the template, but not those that are ours', () => {
    const template = JSON.stringify({
      ...{ Authorization: 'Bearer {{userId}}', 'X-Status': '{{resource.status}}', 'X-Said': '{{resource.message}}' },
      ...{ Host: 'a', 'Content-Type': 'a', 'content-length': '5', Connection: 'a', 'Transfer-Encoding': 'a', TE: 'a' },
      ...{ 'X-Apify-Webhook': 'a', 'X-Apify-Webhook-Dispatch-Id': 'a', 'x-apify-request-origin': 'a', Upgrade: 'a' },
      ...{ 'Proxy-Authorization': 'a', Expect: '100-continue', 'Keep-Alive': 'a', Trailer: 'a', 'User-Agent': 'a' },
      ...{ 'X-Forwarded-For': '203.0.113.7', Forwarded: 'for=203.0.113.7', 'X-Real-IP': '203.0.113.7' },
    });
    expect(fillHeaders(template, variables, true)).toEqual({
      authorization: 'Bearer olga',
      'x-status': 'FAILED',
      'x-said': 'said "no" and {{userId}}',
    });
    expect(fillHeaders(null, variables, true)).toEqual({});
  });

  test('have 8 KB together at most, names and all, as they are sent', () => {
    const of = (bytes: number) =>
      JSON.stringify({ 'X-One': 'x'.repeat(4_000), 'X-Two': 'x'.repeat(bytes - 4_000 - 18) });
    expect(Object.keys(fillHeaders(of(8_192), variables, false))).toEqual(['x-one', 'x-two']);
    expect(() => fillHeaders(of(8_193), variables, false)).toThrow(/makes 8,193 bytes of headers/);
    const large = { ...variables, resource: { text: 'x'.repeat(1_000) } };
    expect(() => fillHeaders(`{"a": "${'{{resource.text}}'.repeat(9)}"}`, large, true)).toThrow(/8 KB at most/);
  });

  test.each(['[]', '"a"', '{"a": 1}', '{"a": {{eventData}}}', '{"a b": "c"}', '{"a\\r\\nb": "c"}', '{"": "c"}'])(
    '%s is refused',
    (template) => {
      expect(() => fillHeaders(template, variables, false)).toThrow(TemplateError);
    },
  );
});

test.each([
  ['that fills in much', `[${Array(1_500).fill('{{resource}}').join(',')}]`],
  ['that is deep', '['.repeat(5_000) + ']'.repeat(5_000)],
])('a template %s is refused', (_, template) => {
  const large = { ...variables, resource: { text: 'x'.repeat(1_000) } };
  for (const interpolates of template.includes('{') ? [false, true] : [true]) {
    expect(() => fillTemplate(template, large, interpolates)).toThrow(TemplateError);
  }
});
