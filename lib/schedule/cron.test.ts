import { describe, expect, test } from 'vitest';
import { assertCron, CRON_ALIASES, cronProblems, dueFirings, nextFiring, nextFirings } from './cron.ts';

const iso = (dates: Date[]) => dates.map((date) => date.toISOString());
const PRAGUE = 'Europe/Prague';

describe('what is no cron expression', () => {
  test.each([
    ['', 'five fields'],
    ['* * * *', 'five fields'],
    ['0 * * * * *', 'five fields'],
    ['*/10 * * * * * 2030', 'five fields'],
    ['2030-01-01T00:00:00', 'five fields'],
    ['60 * * * *', 'minute'],
    ['*/0 * * * *', 'stepping'],
    ['a b c d e', 'cron expression'],
    ['@reboot', 'must be one of'],
    ['@every 5s', 'must be one of'],
    ['0 0 30 2 *', 'never comes'],
    [`${'0,'.repeat(200)}0 * * * *`, 'at most'],
  ])('%s', (expression, text) => {
    expect(cronProblems(expression, 'UTC')).toEqual([{ field: 'cron', text: expect.stringContaining(text) }]);
  });

  test.each(['* * * * *', '0 9 * * 1-5', '*/15 8-18 * * MON,WED', '0 0 L * *', ' 0 0 1 1 * ', ...CRON_ALIASES])(
    '%s is one',
    (expression) => {
      expect(cronProblems(expression, PRAGUE)).toEqual([]);
    },
  );

  test.each(['Nowhere/City', '+02:00', '', 'Europe/Prague; DROP'])('%s is no time zone', (timezone) => {
    expect(cronProblems('@daily', timezone)).toMatchObject([{ field: 'timezone' }]);
  });

  test('both that are wrong are said at once', () => {
    expect(cronProblems('now', 'Nowhere/City').map(({ field }) => field)).toEqual(['cron', 'timezone']);
    expect(() => assertCron('now', 'Nowhere/City')).toThrow(
      expect.objectContaining({
        type: 'cron-expression-invalid',
        data: {
          problems: [{ field: 'cronExpression' }, { field: 'timezone' }].map((one) => expect.objectContaining(one)),
        },
      }),
    );
    expect(() => assertCron('@daily', 'Nowhere/City')).toThrow(expect.objectContaining({ type: 'invalid-input' }));
  });
});

test('nothing fires more than once a minute', () => {
  const times = nextFirings('* * * * *', 'UTC', new Date('2027-01-01T00:00:30Z'), 3);
  expect(iso(times)).toEqual(['2027-01-01T00:01:00.000Z', '2027-01-01T00:02:00.000Z', '2027-01-01T00:03:00.000Z']);
});

describe('where clocks are put forward', () => {
  test('a time that does not exist fires once, after the gap', () => {
    const times = nextFirings('30 2 * * *', PRAGUE, new Date('2027-03-27T00:00:00Z'), 3);
    expect(iso(times)).toEqual(['2027-03-27T01:30:00.000Z', '2027-03-28T01:00:00.000Z', '2027-03-29T00:30:00.000Z']);
  });

  test('every quarter of an hour goes on without a hole', () => {
    const times = nextFirings('*/15 * * * *', PRAGUE, new Date('2027-03-28T00:30:00Z'), 4);
    expect(iso(times).map((time) => time.slice(11, 16))).toEqual(['00:45', '01:00', '01:15', '01:30']);
  });
});

describe('where clocks are put back', () => {
  test.each(['2027-10-30T23:00:00Z', '2027-10-31T00:29:59Z'])(
    'a time that comes twice fires once (after %s)',
    (after) => {
      const times = nextFirings('30 2 * * *', PRAGUE, new Date(after), 2);
      expect(iso(times)).toEqual(['2027-10-31T00:30:00.000Z', '2027-11-01T01:30:00.000Z']);
    },
  );

  test.each(['2027-10-31T00:30:00Z', '2027-10-31T00:59:00Z', '2027-10-31T01:10:00Z', '2027-10-31T01:30:00Z'])(
    'it does not fire a second time, whenever that is asked (%s)',
    (after) => {
      expect(nextFiring('30 2 * * *', PRAGUE, new Date(after))?.toISOString()).toBe('2027-11-01T01:30:00.000Z');
    },
  );

  test('every half hour fires in both', () => {
    const times = nextFirings('*/30 * * * *', PRAGUE, new Date('2027-10-31T00:00:00Z'), 4);
    expect(iso(times).map((time) => time.slice(11, 16))).toEqual(['00:30', '01:00', '01:30', '02:00']);
  });
});

describe('what is due', () => {
  const hourly = { cronExpression: '0 * * * *', timezone: PRAGUE };
  test('is the latest time, with how many came before it', () => {
    const due = dueFirings(hourly, new Date('2027-10-30T22:00:00Z'), new Date('2027-10-31T03:00:00.100Z'));
    expect(due).toEqual({ latest: new Date('2027-10-31T03:00:00Z'), earlierCount: 5 });
  });

  test('is just the one where no other has come', () => {
    const first = new Date('2027-01-01T10:00:00Z');
    expect(dueFirings(hourly, first, new Date('2027-01-01T10:59:59Z'))).toEqual({ latest: first, earlierCount: 0 });
  });

  test('is found after years of silence too', () => {
    const every = { cronExpression: '* * * * *', timezone: 'UTC' };
    const due = dueFirings(every, new Date('2020-01-01T00:00:00Z'), new Date('2027-01-01T00:00:30Z'));
    expect(due).toEqual({ latest: new Date('2027-01-01T00:00:00Z'), earlierCount: 100 });
  });
});
