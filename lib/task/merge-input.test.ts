import { expect, test } from 'vitest';
import { mergeInput } from './merge-input.ts';

const json = (text: string) => ({ bytes: Buffer.from(text), contentType: 'application/json' });
const merged = (saved: string | null, given?: string) =>
  mergeInput(saved, given === undefined ? undefined : json(given))?.bytes.toString('utf8');

test.each([
  ['nothing is given', '{"a": 1,\n "b": 2}', undefined, '{"a": 1,\n "b": 2}'],
  ['nothing is saved', null, '{"a": 1}', '{"a": 1}'],
  ['nothing is there at all', null, undefined, undefined],
  [
    'an object replaces its own fields, deep ones as a whole',
    '{"a":1,"b":{"c":1,"d":2}}',
    '{"b":{"d":3}}',
    '{"a":1,"b":{"d":3}}',
  ],
  ['null is a value', '{"a":1,"b":2}', '{"a":null}', '{"a":null,"b":2}'],
  ['an array replaces the whole', '{"a":1}', '[1]', '[1]'],
  [
    'numbers keep their digits',
    '{"id":12345678901234567890,"x":1.0}',
    '{"y":1e400}',
    '{"id":12345678901234567890,"x":1.0,"y":1e400}',
  ],
  ['a field of that name is a field', '{"__proto__":{"a":1}}', '{"b":1}', '{"__proto__":{"a":1},"b":1}'],
])('%s', (_, saved, given, expected) => {
  expect(merged(saved, given)).toBe(expected);
});

test('what is no JSON replaces the whole', () => {
  const text = { bytes: Buffer.from('plain'), contentType: 'text/plain' };
  expect(mergeInput('{"a":1}', text)).toBe(text);
});

test('what cannot be merged is refused', () => {
  expect(() => merged('{"a":1}', '{')).toThrow('not valid JSON');
  const deep = 100_000;
  expect(() => merged('{"a":1}', `{"b":${'['.repeat(deep)}${']'.repeat(deep)}}`)).toThrow('nested too deeply');
});
