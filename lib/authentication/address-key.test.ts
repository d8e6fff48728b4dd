import { expect, test } from 'vitest';
import { addressKey } from './address-key.ts';

test('an IPv4 address counts alone, however it is written', () => {
  expect(addressKey('192.0.2.7')).toBe(addressKey('::ffff:192.0.2.7'));
  expect(addressKey('192.0.2.7')).not.toBe(addressKey('192.0.2.8'));
});

test('a network of IPv6 counts as one, and its neighbour as another', () => {
  expect(addressKey('2001:db8:1:2::1')).toBe(addressKey('2001:db8:1:2:ffff:ffff:ffff:ffff'));
  expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'));
});

test('what is no address counts as one unknown', () => {
  expect(addressKey(null)).toBe(addressKey('nonsense'));
});
