import { expect, test } from 'vitest';
import { wholeCharacters } from './output.ts';

test.each([
  [[], 0],
  [[0x61], 1],
  [[0x61, 0xc3], 1],
  [[0xc3, 0xbc], 2],
  [[0xf0, 0x9f, 0x8c], 0],
  [[0x61, 0xf0, 0x9f, 0x8c, 0x8d], 5],
  [[0xe2, 0x82], 0],
  // Bytes that are no characters are not waited for.
  [[0x80, 0x80, 0x80, 0x80], 4],
])('of the bytes %j, %i are whole characters', (bytes, whole) => {
  expect(wholeCharacters(Buffer.from(bytes))).toBe(whole);
});
