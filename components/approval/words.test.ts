import { expect, test } from 'vitest';
import {
  alwaysLimitText,
  answerTexts,
  consequenceText,
  newsTexts,
  reachTexts,
  requestText,
  reviewLabel,
  runsText,
  standingText,
} from './words.ts';

const NOTHING = {
  ...{ datasets: 0, keyValueStores: 0, requestQueues: 0, runs: 0 },
  ...{ actors: 0, tasks: 0, schedules: 0, webhooks: 0, shared: 0 },
};
const since = new Date('2026-05-04T23:30:00Z');

test('what full permissions reach is counted, and what there is none of is not', () => {
  expect(
    reachTexts({ ...NOTHING, datasets: 1_214, requestQueues: 1, schedules: 12, tasks: 1, runs: 3, shared: 2 }),
  ).toEqual([
    'read, change and delete your 1,214 datasets and 1 request queue',
    'read your 3 runs with their logs and inputs, and end them',
    'read and change your 1 task and 12 schedules',
    'open the 2 things that others shared with you',
    'start any Actor in your name, at your cost',
  ]);
  expect(reachTexts(NOTHING)).toHaveLength(3);
  expect(reachTexts(NOTHING).join()).not.toContain('0');
});

test('each way that an Actor can stand has a label and a sentence of its own', () => {
  const standings = [
    ...([{ state: 'needed' }, { state: 'limited' }, { state: 'own-actor' }, { state: 'skip-setting' }] as const),
    ...([
      { state: 'ceiling', since },
      { state: 'prior-run', since },
      { state: 'approved', since, by: 'colin' },
    ] as const),
  ];
  expect(new Set(standings.map(standingText)).size).toBe(standings.length);
  expect(reviewLabel({ state: 'approved', since, by: null })).toBe('Approved on 4 May 2026 – review');
  expect(reviewLabel({ state: 'needed' })).toBe('Approve permissions');
  expect(standingText({ state: 'approved', since, by: 'colin' })).toContain('on 4 May 2026 by colin');
});

test('who asked is named, also when it is gone', () => {
  expect(requestText({ source: 'token', name: 'Nightly' })).toBe('Token “Nightly”');
  expect(requestText({ source: 'schedule', name: null })).toBe('A schedule that has been deleted');
});

test('how often it ran says only what differs', () => {
  expect(runsText(0, 0)).toBe('None yet');
  expect(runsText(3, 3)).toBe('3, all of them yours');
  expect(runsText(1, 1)).toBe('1, yours');
  expect(runsText(1_200, 0)).toBe('1,200, none of them yours');
  expect(runsText(12, 1)).toBe('12, 1 of them yours');
});

test('what is new of an Actor is said, and nothing else', () => {
  const before = {
    name: 'report',
    title: null,
    username: 'olga',
    ownerName: '',
    level: 'FULL_PERMISSIONS',
    levelEpoch: 1,
    buildNumber: '0.0.1',
  } as const;
  expect(newsTexts(before, before)).toEqual([]);
  expect(newsTexts(before, { ...before, levelEpoch: 3 })).toEqual([
    'Its permission level was changed and changed back to full permissions.',
  ]);
  expect(newsTexts(before, { ...before, levelEpoch: 2, level: 'LIMITED_PERMISSIONS', buildNumber: null })).toEqual([
    'Its level changed from full permissions to limited permissions.',
    'It would run build none instead of 0.0.1.',
  ]);
  expect(newsTexts(before, { ...before, username: 'stan', name: 'other', title: 'Other' })).toHaveLength(3);
});

test('what Authorize does at once is said for each way to the question', () => {
  expect(consequenceText('start')).toContain('starts it at once');
  expect(consequenceText('save-and-start')).toContain('saves the task and starts it at once');
  expect(consequenceText('resurrect')).toContain('starts the run again at once');
  expect(consequenceText(null)).toContain('Nothing starts now');
});

test('limiting for good says that it goes on at once where something waits, and only there', () => {
  for (const interrupted of ['start', 'save-and-start', 'resurrect'] as const) {
    expect(alwaysLimitText(interrupted)).toContain('start it limited now');
    expect(answerTexts(interrupted, 'always').at(-1)).toMatch(/^Always limit .* now with limited permissions/);
  }
  expect(alwaysLimitText(null)).not.toContain('now');
  expect(answerTexts(null, 'once').join()).not.toContain('now');
  expect(answerTexts('resurrect', 'always').join()).not.toContain('one start');
});
