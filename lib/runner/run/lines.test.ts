import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineSplitter, logLine, MAX_LINE_CHARS, storable } from './lines.ts';

/** Everything that a text in pieces becomes. */
function split(pieces: readonly string[], partial = ''): string[] {
  const splitter = new LineSplitter(partial);
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}

function cut(text: string, places: readonly number[]): string[] {
  const ends = [...new Set(places.map((place) => place % (text.length + 1)))].sort((a, b) => a - b);
  return [...ends, text.length].map((end, index) => text.slice(ends[index - 1] ?? 0, end));
}

const printed = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\n', '\r\n', '\r', '\0', '💡', '\ud83d', '')), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));
const places = fc.array(fc.nat(), { maxLength: 10 });

describe('splitting into lines', () => {
  test('however a text is cut, its lines are the same, and they are its lines', () => {
    fc.assert(
      fc.property(printed, places, (text, at) => {
        const lines = split(cut(text, at));
        expect(lines).toEqual(split([text]));
        const plain = text.split('\n').map((line) => storable(line.replace(/\r$/, '')));
        expect(lines).toEqual(plain.at(-1) === '' && !text.endsWith('\r') ? plain.slice(0, -1) : plain);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a reader that goes on from where another stopped loses nothing and doubles nothing', () => {
    fc.assert(
      fc.property(printed, fc.nat(), (text, place) => {
        const [before = '', after = ''] = cut(text, [place]);
        const first = new LineSplitter();
        const lines = first.push(before);
        expect([...lines, ...split([after], first.partial)]).toEqual(split([text]));
      }),
    );
  });

  test('what is kept is what the database takes', () => {
    fc.assert(
      fc.property(printed, (text) => {
        for (const line of split([text])) {
          expect(line).not.toMatch(/[\0\n]/);
          expect(line.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  test('a very long line goes on in the next, and no character is torn', () => {
    fc.assert(
      fc.property(fc.nat({ max: 3 }), places, (offset, at) => {
        const text = `${'x'.repeat(offset)}${'💡'.repeat(MAX_LINE_CHARS)}`;
        const lines = split(cut(text, at).map((piece) => piece.toString()));
        expect(lines.join('')).toBe(text);
        expect(lines.every((line) => line.length <= MAX_LINE_CHARS)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('a line has its time before it', () => {
    expect(logLine('a', new Date(0))).toBe('1970-01-01T00:00:00.000Z a\n');
  });
});
