import { expect, test } from 'vitest';
import { levelOf, levelsOf } from './levels.ts';

test.each([
  [[], 'READ'],
  [['READ'], 'READ'],
  [['WRITE'], 'WRITE'],
  [['SHARE', 'WRITE', 'READ'], 'SHARE'],
  [['READ', 'SHARE'], null],
  [['READ', 'VIEW_OWNER_RUNS'], null],
] as const)('rights %j amount to the level %s', (permissions, level) => {
  expect(levelOf([...permissions])).toBe(level);
});

test('a kind that cannot be shared on has no such level', () => {
  expect(levelsOf('dataset')).toEqual(['READ', 'WRITE', 'SHARE']);
  expect(levelsOf('schedule')).toEqual(['READ', 'WRITE']);
});
