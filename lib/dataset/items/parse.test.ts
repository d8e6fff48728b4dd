import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectText } from './json-text.arbitrary.ts';
import { parseItem } from './parse.ts';
import { type Node, nodeOf } from './reference.arbitrary.ts';

/** The value as `nodeOf` gives it, but with scalars read. */
const read = (node: Node): unknown => {
  if (node instanceof Map) return new Map([...node].map(([name, value]) => [name, read(value)]));
  return Array.isArray(node) ? node.map(read) : JSON.parse(node);
};

const toMaps = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(toMaps);
  if (value === null || typeof value !== 'object') return value;
  return new Map(Object.entries(value).map(([name, inner]) => [name, toMaps(inner)]));
};

describe('parseItem', () => {
  it('gives each field its own name and value, whatever came before', () => {
    fc.assert(
      fc.property(objectText, (text) => {
        expect(toMaps(parseItem(text))).toEqual(read(nodeOf(text)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes __proto__ for a name like others', () => {
    expect(Object.keys(parseItem('{"__proto__":{"a":1},"\\u005f":2}') as object)).toEqual(['__proto__', '_']);
  });
});
