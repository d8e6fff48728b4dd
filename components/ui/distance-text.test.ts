import { afterEach, describe, expect, test } from 'vitest';
import { distanceText } from './distance-text.ts';

const NOW = '2026-03-15T12:00:00Z';
const text = (at: string, now = NOW, isLocal = false) => distanceText(Date.parse(at), Date.parse(now), isLocal);

describe('the distance of a moment', () => {
  test.each([
    ['2026-03-15T12:00:00.400Z', 'now'],
    ['2026-03-15T11:59:59Z', '1 second ago'],
    ['2026-03-15T11:59:01Z', '59 seconds ago'],
    ['2026-03-15T11:59:00Z', '1 minute ago'],
    ['2026-03-15T13:00:00Z', 'in 1 hour'],
    ['2026-03-15T00:00:00Z', '12 hours ago'],
    ['2026-03-14T23:59:59Z', 'yesterday'],
    ['2026-03-16T11:59:58Z', 'tomorrow'],
    ['2026-03-14T12:00:00Z', 'yesterday'],
    ['2026-03-13T23:00:00Z', '2 days ago'],
    ['2026-03-16T12:00:00Z', 'tomorrow'],
    ['2026-03-09T00:00:00Z', '6 days ago'],
    ['2026-03-08T23:00:00Z', 'last week'],
    ['2026-02-15T12:00:00Z', '4 weeks ago'],
    ['2026-02-13T12:00:00Z', 'last month'],
    ['2025-04-15T12:00:00Z', '11 months ago'],
    ['2025-03-15T12:00:00Z', 'last year'],
    ['2024-04-15T12:00:00Z', '2 years ago'],
    ['2028-03-15T12:00:00Z', 'in 2 years'],
  ])('%s is %s', (at, words) => expect(text(at)).toBe(words));

  test('is one of weeks within a month of 31 days', () => {
    expect(text('2026-01-01T00:00:00Z', '2026-01-31T23:00:00Z')).toBe('4 weeks ago');
  });
});

describe('a day', () => {
  const zone = process.env.TZ;
  afterEach(() => {
    process.env.TZ = zone ?? '';
    if (zone === undefined) delete process.env.TZ;
  });

  test('ends at midnight, in UTC or where the clock is', () => {
    process.env.TZ = 'America/Los_Angeles';
    // There it is the evening of the 13th, and the evening of the 14th.
    const [at, now] = ['2026-03-14T02:00:00Z', '2026-03-15T03:00:00Z'];
    expect(text(at, now, true)).toBe('yesterday');
    expect(text('2026-03-13T23:00:00Z', now, false)).toBe('2 days ago');
    expect(text('2026-03-13T23:00:00Z', now, true)).toBe('yesterday');
  });
});
