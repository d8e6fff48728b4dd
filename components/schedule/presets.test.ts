import { expect, test } from 'vitest';
import { cronOf, presetFrom, presetOf } from './presets.ts';

test.each(['5 * * * *', '30 9 * * *', '0 0 * * 0', '15 23 31 * *'])(
  '%s is a preset, and is written so again',
  (cron) => {
    const preset = presetOf(cron);
    expect(preset && cronOf(preset)).toBe(cron);
  },
);

test.each([
  '@daily',
  '*/5 * * * *',
  '0 9 * * 1-5',
  '0 9 1 * 1',
  '0 9 1 1 *',
  '60 * * * *',
  '0 9 0 * *',
  '',
  '* * * * * *',
])('%s is none', (cron) => {
  expect(presetOf(cron)).toBeNull();
});

test('another preset keeps the time', () => {
  expect(cronOf(presetFrom('week', presetOf('45 6 * * *')))).toBe('45 6 * * 1');
  expect(cronOf(presetFrom('month', presetOf('5 * * * *')))).toBe('0 9 1 * *');
});
