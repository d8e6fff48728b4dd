import { expect, test } from 'vitest';
import { roughCount } from './rough-count.ts';

test('below five nobody can be counted; none is none', () => {
  expect([0, 1, 4, 5, 6, 2_000].map((count) => roughCount(count))).toEqual([0, 'few', 'few', 5, 6, 2_000]);
});

test('what few people have much of is not counted either', () => {
  expect([roughCount(0, 0), roughCount(4, 1), roughCount(12, 1), roughCount(12, 4), roughCount(12, 5)]).toEqual([
    ...[0, 'few', 'some', 'some', 12],
  ]);
});
