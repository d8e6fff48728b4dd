import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { plainText } from './plain-text.ts';

test.each([
  '\u001b[31mred\u001b[0m',
  '\u001b[38;5;196mred\u001b[39;49m, \u001b[1;4mbold\u001b[22m',
  '\u001b[2K\u001b[1Gagain',
  '\u009b31mred\u009b0m',
  '\u001b]0;a title\u0007text',
  '\u001b]8;;https://a.example\u0007a link\u001b]8;;\u0007',
  '\u001b]8;;https://a.example\u001b\\a link\u001b]8;;\u001b\\',
  'grüße 🌍\n[31m; # ? nothing of it a code\n',
])('%j loses its codes, as by the function of Node.js', (text) => {
  expect(plainText(text)).toBe(stripVTControlCharacters(text));
  expect(plainText(text)).not.toContain('\u001b');
});

test('no code is left, and none takes more than its line', () => {
  expect(plainText('\u001b]0;never ended\nnext line\u0007\n')).toContain('next line');
  expect(plainText('\u001b[12\nnext \u001b\u001b[0m')).toBe('12\nnext ');
});

test.each(['\u001b;#', '\u001b[;', '\u001b]a', '\u001b ', ';#', '1;', '#'])(
  'a megabyte of %j takes time by its length only',
  (part) => {
    const text = `\u001b${part.repeat(1_000_000 / part.length)}`;
    const before = performance.now();
    expect(plainText(text)).toBeTypeOf('string');
    expect(performance.now() - before).toBeLessThan(1_000);
  },
);
