import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LogPlace } from './log-place.ts';

const at = (millis: number) => new Date(1_700_000_000_000 + millis).toISOString();

/** Reads a log from a place on, at most `limit` new messages, as an engine does that is asked from a second on. */
function read(log: number[], place: LogPlace, limit: number): number[] {
  const since = place.rewind() * 1000;
  const given = [...log.entries()].filter(([, millis]) => Date.parse(at(millis)) >= since);
  const found: number[] = [];
  for (const [index, millis] of given) {
    if (found.length === limit) break;
    if (place.take(at(millis))) found.push(index);
  }
  return found;
}

test('readers that follow each other read every message once, in order, though streams stand a little out of order', () => {
  const log = fc.array(fc.tuple(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 0, max: 900 }))).map((steps) => {
    let now = 0;
    return steps.map(([step, late]) => {
      now += step;
      return Math.max(0, now - late);
    });
  });
  fc.assert(
    fc.property(log, fc.array(fc.integer({ min: 0, max: 7 })), (messages, limits) => {
      let position: string | null = null;
      const found: number[] = [];
      for (const limit of [...limits, Number.POSITIVE_INFINITY]) {
        const place: LogPlace = new LogPlace(position);
        found.push(...read(messages, place, limit));
        position = place.toString();
      }
      expect(found).toEqual([...messages.keys()]);
    }),
  );
});

test('a reader whose connection breaks goes on in the same place', () => {
  const log = [0, 10, 10, 1200, 2600, 2600];
  const place = new LogPlace(null);
  expect(read(log, place, 3)).toEqual([0, 1, 2]);
  expect(read(log, place, 0)).toEqual([]);
  expect(read(log, place, 2)).toEqual([3, 4]);
  expect(read(log, place, 9)).toEqual([5]);
});

test.each(['', 'x', '1', '1:2:3', '-1:0'])('%j is no position', (text) => {
  expect(() => new LogPlace(text)).toThrow('Not a position');
});
