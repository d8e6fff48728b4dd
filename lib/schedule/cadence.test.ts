import { expect, test } from 'vitest';
import { cadencePreview, cadenceWords } from './cadence.ts';
import { CRON_ALIASES } from './cron.ts';

test.each([
  ['0 3 * * *', 'Every day at 03:00'],
  ['*/15 * * * *', 'Every 15 minutes'],
  ['0 9 * * 1-5', 'At 09:00, Monday through Friday'],
  ['@hourly', 'Every hour'],
  // There are no words for it, and it is a cadence all the same.
  ['0 0 13 * +FRI', '0 0 13 * +FRI'],
])('%s: %s', (expression, words) => {
  expect(cadenceWords(expression)).toBe(words);
});

test('every alias has words', () => {
  for (const alias of CRON_ALIASES) expect(cadenceWords(alias)).not.toBe(alias);
});

test('the next firings are said by the clock of the time zone', () => {
  const preview = cadencePreview('30 7 * * *', 'Asia/Tokyo');
  if ('problems' in preview) throw new Error(preview.problems[0]?.text);
  expect(preview.next).toHaveLength(5);
  for (const { at, text } of preview.next) {
    expect(at.getUTCHours()).toBe(22);
    expect(text).toContain('07:30 GMT+9');
  }
});

test('what is wrong is said instead', () => {
  expect(cadencePreview('now', 'UTC')).toEqual({
    problems: [{ field: 'cron', text: expect.stringContaining('five fields') }],
  });
  expect(cadencePreview('now', 'Nowhere')).toMatchObject({ problems: [{ field: 'cron' }, { field: 'timezone' }] });
});
