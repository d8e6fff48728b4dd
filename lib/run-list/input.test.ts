import { expect, test } from 'vitest';
import { runList } from './input.ts';

test.each([
  ['2030-01-31T12:00:00Z', true],
  ['2030-01-31', true],
  ['0001-01-01', true],
  ['-271821-04-20', false],
  ['+275760-09-13', false],
  ['soon', false],
])('%s is an instant that can be asked for: %s', (startedAfter, isTaken) => {
  expect(runList.safeParse({ startedAfter }).success).toBe(isTaken);
});
