import { describe, expect, test } from 'vitest';
import { indented } from './indented.ts';

describe('JSON for reading', () => {
  test('is put on lines of its own', () => {
    expect(indented('{"a": [1,2], "b":"x  y"}')).toBe('{\n  "a": [\n    1,\n    2\n  ],\n  "b": "x  y"\n}');
  });

  test.each([
    '{"a":12345678901234567890}',
    '{"a":1.0}',
    '{"a":1,"a":2}',
    '{"a":"\\u0041"}',
    '{"__proto__":1}x',
    '',
    'text',
  ])('stays as it is where it would come back as something else: %s', (text) => {
    expect(indented(text)).toBe(text);
  });
});
