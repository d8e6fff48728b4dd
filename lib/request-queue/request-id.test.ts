import { expect, test } from 'vitest';
import { requestIdOf, uniqueKeyOf } from './request-id.ts';

test.each([
  // Computed with @crawlee/core 3.18.1.
  ['https://example.com', 'EAaArVRs5qV39C9'],
  ['', '47DEQpj8HBSaTIm'],
  ['GET(e3b0c442):https://example.com/č?a=1', 'ohAvm6vb8Ls0Sfs'],
])('the id of %j is the one that clients compute', (uniqueKey, id) => {
  expect(requestIdOf(uniqueKey)).toBe(id);
});

test('no two of many keys have the same id, and ids have letters and digits only', () => {
  const ids = Array.from({ length: 10_000 }, (_, n) => requestIdOf(`https://example.com/${n}`));
  expect(new Set(ids).size).toBe(10_000);
  expect(ids.every((id) => /^[a-zA-Z0-9]{15}$/.test(id))).toBe(true);
});

test.each([
  ['https://example.com/', 'https://example.com'],
  ['  HTTPS://EXAMPLE.com:443/A/b/?utm_source=x&b=2&a=1&utm_=y#top ', 'https://example.com/A/b?a=1&b=2'],
  ['http://example.com:8080/?', 'http://example.com:8080'],
  ['https://example.com/a?x=%20y', 'https://example.com/a?x=+y'],
  ['not a url', 'not a url'],
])('the unique key of %j is %j', (url, key) => {
  expect(uniqueKeyOf(url)).toBe(key);
});
