import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyRange } from './key-range.ts';

const key = fc.stringMatching(/^[a-zA-Z0-9!\-_.'()]{1,20}$/);
const schema = { collections: { images: { keyPrefix: 'img-' }, output: { key: 'OUTPUT' }, empty: {}, list: [] } };
/** All letters are ASCII, so texts compare as their bytes do. */
const isIn = (text: string, { from, below }: { from: string; below: string }) => text >= from && text < below;

describe('a range of keys', () => {
  test('holds exactly the keys that begin with the prefix', () => {
    fc.assert(
      fc.property(key, fc.oneof(key, fc.string({ unit: 'binary' }), fc.constant('')), (text, prefix) => {
        expect(isIn(text, keyRange(null, { prefix }))).toBe(text.startsWith(prefix));
        expect(isIn(prefix + text, keyRange(null, { prefix }))).toBe(/^[ -~]*$/.test(prefix));
      }),
    );
  });

  test('holds exactly what is in the collection and begins with the prefix', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          key,
          key.map((text) => `img-${text}`),
          fc.constantFrom('OUTPUT', 'OUTPUT!'),
        ),
        fc.constantFrom('', 'i', 'img-', 'img-a', 'O', 'OUTPUT', 'OUTPUT!'),
        (text, prefix) => {
          expect(isIn(text, keyRange(schema, { prefix, collection: 'images' }))).toBe(
            text.startsWith('img-') && text.startsWith(prefix),
          );
          expect(isIn(text, keyRange(schema, { prefix, collection: 'output' }))).toBe(
            text === 'OUTPUT' && text.startsWith(prefix),
          );
        },
      ),
    );
  });

  test.each(['nothing', 'empty', 'list', 'constructor', '__proto__', ''])(
    'is refused for the collection %j',
    (collection) => {
      for (const each of [schema, {}, { collections: null }, { collections: [] }, null]) {
        expect(() => keyRange(each, { collection })).toThrow(expect.objectContaining({ type: 'invalid-collection' }));
      }
    },
  );
});
