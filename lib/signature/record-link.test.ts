import { expect, test } from 'vitest';
import { isLikeStorageMessage, signRecordOfficially } from './record-link.ts';

// Made with npm @apify/utilities, `createHmacSignatureAsync`.
const KEY = 'sign-test-key-0123456789abcdef';

test.each([
  ['OUTPUT', 'INFSlSs4wLcio30sxd5K'],
  ['report č 1.pdf', 'STwrIA1B1MRIXGnOWHOC'],
  ['0.0.WkzbQMuFYuamGv3YF', '1QaEKn3qK8gygWxhH9UJp'],
])('the official signature of %s is the one of official clients', (key, signature) => {
  expect(signRecordOfficially(KEY, key)).toBe(signature);
});

test.each([
  ['0.0.WkzbQMuFYuamGv3YF', true],
  ['0.1768435200000.WkzbQMuFYuamGv3YF', true],
  ['12.0.WkzbQMuFYuamGv3YF', true],
  ['0.0.WkzbQMuFYuamGv3Y', false],
  ['0.0.WkzbQMuFYuamGv3YF.json', false],
  ['a.0.WkzbQMuFYuamGv3YF', false],
  ['OUTPUT', false],
])('whether %s is like the text of a storage link: %s', (key, isLike) => {
  expect(isLikeStorageMessage(key)).toBe(isLike);
});
