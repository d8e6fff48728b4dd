import { describe, expect, test } from 'vitest';
import { consolePath, safeReturnTo } from './paths.ts';

describe('after signing in one returns', () => {
  test.each([
    ['/', '/'],
    ['/storage/datasets', '/storage/datasets'],
    ['/storage/datasets/WkzbQMuFYuamGv3YF?tab=items#top', '/storage/datasets/WkzbQMuFYuamGv3YF?tab=items#top'],
    ['/settings/../storage/datasets', '/storage/datasets'],
    ['/search?q=//evil.example', '/search?q=//evil.example'],
    ['/a//b', '/a//b'],
    ['/@evil.example', '/@evil.example'],
    ['/%2F%2Fevil.example', '/%2F%2Fevil.example'],
    ['/%5Cevil.example', '/%5Cevil.example'],
    ['/sign-installations', '/sign-installations'],
    ['/／evil.example', '/%EF%BC%8Fevil.example'],
    ['/javascript:alert(1)', '/javascript:alert(1)'],
  ])('to a page of the Console: %s', (asked, returned) => {
    expect(safeReturnTo(asked)).toBe(returned);
    expect(new URL(returned, 'https://console.example').origin).toBe('https://console.example');
  });

  test.each([
    ...[
      '//evil.example',
      '///evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      '/\\/evil.example',
      '\\/evil.example',
    ],
    ...[
      '/\t/evil.example',
      '/\n/evil.example',
      '/\r/evil.example',
      '\t//evil.example',
      '/\u0000/evil.example',
      '/\u001f/x',
    ],
    ...[
      'https://evil.example',
      'HTTPS://evil.example',
      'https:/evil.example',
      'javascript:alert(1)',
      'data:text/html,x',
    ],
    ...[' /storage', ' //evil.example', 'storage', '', '.', '..', '?x', '#x', '@evil.example', 'evil.example/x'],
    ...[
      '/.//evil.example',
      '/..//evil.example',
      '/x/..//evil.example',
      '/a/../..//evil.example',
      '/%2e%2e//evil.example',
    ],
    ...['/./\\evil.example', '/x\\..\\..\\evil.example', `/${'x'.repeat(2_000)}`],
    ...['/sign-in', '/sign-in/', '/sign-in?returnTo=/sign-in', '/sign-in#x', '/sign-up', '/sign-up?invitation=x'],
    ...['/./sign-in', '/x/../sign-in', '/%2e/sign-in', '/sign-in/provider'],
  ])('nowhere else: %j', (asked) => {
    expect(safeReturnTo(asked)).toBeNull();
  });

  test('home when nothing is asked', () => {
    expect(safeReturnTo(null)).toBeNull();
    expect(safeReturnTo(undefined)).toBeNull();
  });
});

describe('addresses of the Console', () => {
  test('keep what stands in them where it belongs', () => {
    expect(consolePath.storage('dataset', 'olga~a/b?c#d')).toBe('/storage/datasets/olga~a%2Fb%3Fc%23d');
    expect(consolePath.signIn('/a?b=c&d')).toBe('/sign-in?returnTo=%2Fa%3Fb%3Dc%26d');
    expect(consolePath.signIn()).toBe('/sign-in');
    expect(consolePath.signUp('a+b')).toBe('/sign-up?invitation=a%2Bb');
  });

  test('that lead to sign-in lead back', () => {
    const url = new URL(consolePath.signIn('/storage/datasets/a?b=1'), 'https://console.example');
    expect(safeReturnTo(url.searchParams.get('returnTo'))).toBe('/storage/datasets/a?b=1');
  });
});
