import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prettyJson } from './pretty-json.ts';

test('is what JSON.stringify writes with two spaces', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), fc.nat(3), (value, indent) => {
      expect(prettyJson(JSON.stringify(value, null, indent), 1_000_000)).toBe(JSON.stringify(value, null, 2));
    }),
  );
});

test('keeps numbers, escapes and repeated names as they are written', () => {
  expect(prettyJson('{"a":1.0E5 ,"a":"\\u00e9","n":12345678901234567890}', 1_000)).toBe(
    '{\n  "a": 1.0E5,\n  "a": "\\u00e9",\n  "n": 12345678901234567890\n}',
  );
});

test('is cut where it is too long, also within one text', () => {
  expect(prettyJson(JSON.stringify({ a: 'x'.repeat(500) }), 100)).toBe(`{\n  "a": "${'x'.repeat(90)}…`);
  const long = prettyJson(JSON.stringify(Array.from({ length: 1_000 }, (_, n) => n)), 100);
  expect(long).toHaveLength(101);
  expect(prettyJson('{}', 2)).toBe('{}');
});
