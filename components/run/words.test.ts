import { expect, test } from 'vitest';
import { durationText } from './duration-text.ts';
import { runTitle, STATUS_CHOICES } from './words.ts';

test('durations have two units at most', () => {
  const SECOND = 1_000;
  const texts = [0, 4_230, 42 * SECOND, 200 * SECOND, 3_720 * SECOND, 50 * 3_600 * SECOND].map(durationText);
  expect(texts).toEqual(['0.0 s', '4.2 s', '42 s', '3 min 20 s', '1 h 2 min', '2 d 2 h']);
});

test('what is not finished is one choice', () => {
  expect(STATUS_CHOICES[0]?.value).toBe('READY,RUNNING,TIMING-OUT,ABORTING');
});

test('a run is called by its Actor, there or deleted', () => {
  const actor = { name: 'olga~page-titles', title: null };
  expect(runTitle({ actor: { ...actor, title: 'Page titles' }, deletedActorName: null })).toBe('Run of Page titles');
  expect(runTitle({ actor, deletedActorName: null })).toBe('Run of page-titles');
  expect(runTitle({ actor: null, deletedActorName: 'olga~page-titles' })).toBe('Run of page-titles');
  expect(runTitle({ actor: null, deletedActorName: null })).toBe('Run');
});
