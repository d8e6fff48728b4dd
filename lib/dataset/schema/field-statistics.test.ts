import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemTexts } from '../items/json-text.arbitrary.ts';
import { parseItem } from '../items/parse.ts';
import { type Node, nodeOf } from '../items/reference.arbitrary.ts';
import { FieldCounter } from './field-statistics.ts';

function countFields(fields: string[], texts: string[]) {
  const counter = new FieldCounter(fields);
  for (const text of texts) counter.add(parseItem(text));
  return counter.statistics;
}

const one = (field: string, ...texts: string[]) => countFields([field], texts)[0];

describe('statistics of a field, as documented', () => {
  it.each([
    ['numbers by value', ['{"a":-1.5}', '{"a":2e3}'], -1.5, 2_000],
    ['texts by their length', ['{"a":""}', '{"a":"\\u00e9\\n"}'], 0, 2],
    ['arrays by their elements', ['{"a":[ ]}', '{"a":[1,[2,3],{"b":4}]}'], 0, 3],
    ['objects by their keys', ['{"a":{"b":1,"c":{"d":2},"b":3}}'], 2, 2],
    ['booleans from 0', ['{"a":true}'], 0, 1],
    ['booleans that are all false', ['{"a":false}', '{"a":false}'], 0, 0],
    ['numbers that are beyond counting', ['{"a":-1E400}', '{"a":1E400}'], -Number.MAX_VALUE, Number.MAX_VALUE],
    ['the last of a repeated name', ['{"a":9,"a":1}'], 1, 1],
  ])('counts %s', (_what, texts, min, max) => {
    expect(one('a', ...texts)).toEqual({ min, max, nullCount: 0, emptyCount: 0 });
  });

  it('tells null from missing, and both from empty', () => {
    expect(one('a', '{"a":null}', '{}', '{"b":1}', '{"a":""}')).toEqual({
      min: 0,
      max: 0,
      nullCount: 1,
      emptyCount: 2,
    });
    expect(one('a', '{"b":1}')).toEqual({ min: null, max: null, nullCount: 0, emptyCount: 1 });
  });
});

it('is what a plain count over the texts gives', () => {
  const fields = ['a', '2', '__proto__', '\\', '"', '#debug'];
  const extent = (node: Node): number => {
    if (node instanceof Map) return node.size;
    if (Array.isArray(node)) return node.length;
    const value: unknown = JSON.parse(node);
    if (typeof value === 'number') return Math.min(value, Number.MAX_VALUE);
    return typeof value === 'string' ? value.length : Number(value);
  };
  fc.assert(
    fc.property(itemTexts, (texts) => {
      const items = texts.map((text) => nodeOf(text) as Map<string, Node>);
      const expected = fields.map((field) => {
        const given = items
          .map((item) => item.get(field))
          .filter((value) => value !== undefined && value !== 'null') as Node[];
        const lows = given.map((value) => (value === 'true' ? 0 : extent(value)));
        return {
          min: lows.length > 0 ? Math.min(...lows) : null,
          max: given.length > 0 ? Math.max(...given.map(extent)) : null,
          nullCount: items.filter((item) => item.get(field) === 'null').length,
          emptyCount: items.filter((item) => !item.has(field)).length,
        };
      });
      expect(countFields(fields, texts)).toEqual(expected);
    }),
  );
});
