import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ItemsError } from './items-error.ts';
import { gap, itemTexts, objectText } from './json-text.arbitrary.ts';
import { topLevelMembers } from './members.ts';
import { ITEM_SEPARATOR, MAX_ITEM_DEPTH, splitItems } from './split.ts';

const refusal = (body: string): ItemsError => {
  try {
    splitItems(body);
  } catch (error) {
    if (error instanceof ItemsError) return error;
    throw error;
  }
  throw new Error('was not refused');
};

describe('splitItems', () => {
  it('gives each item back byte for byte', () => {
    fc.assert(
      fc.property(itemTexts, gap, (texts, space) => {
        const body = `${space}[${space}${texts.join(`${space},${space}`)}${space}]${space}`;
        expect(splitItems(body).texts).toEqual(texts);
      }),
    );
  });

  it('takes one object for one item', () => {
    fc.assert(
      fc.property(objectText, gap, (text, space) => {
        expect(splitItems(space + text + space).texts).toEqual([text]);
      }),
    );
  });

  it('never lets the separator of SQL into an item', () => {
    fc.assert(
      fc.property(itemTexts, (texts) =>
        splitItems(`[${texts.join(',')}]`).texts.every((text) => !text.includes(ITEM_SEPARATOR)),
      ),
    );
    expect(refusal(`[{"a":"${ITEM_SEPARATOR}"}]`).position).toBe(0);
    expect(refusal(`[{"a":1},${ITEM_SEPARATOR}{}]`).message).toContain('not valid JSON');
    expect(refusal('[{},{"a":"\0"}]').position).toBe(1);
  });

  it('names the fields in the order they first appear', () => {
    const { fieldNames } = splitItems(
      '[{"2":1,"1":2},{"__proto__":{"inner":1},"1":[{"x":1}],"\\u0032":1,"b":","},{"1":0,"2":0}]',
    );
    expect(fieldNames).toEqual(['2', '1', '__proto__', 'b']);
  });

  it('names every field that can be stored, once', () => {
    // Told by topLevelMembers and not by keys of JSON.parse, which mistakes `"\\""` for `"\\\\"` after an object with that name (V8 13.6).
    fc.assert(
      fc.property(itemTexts, (texts) => {
        const names = texts.flatMap(topLevelMembers).map(({ name }) => name);
        const storable = names.filter((name) => name.isWellFormed() && !name.includes('\0'));
        expect(splitItems(`[${texts.join(',')}]`).fieldNames).toEqual([...new Set(storable)]);
      }),
    );
  });

  it('counts items that have a field besides the hidden ones', () => {
    expect(splitItems('[{},{"#a":1},{"\\u0023a":1},{"a":null},{"#a":1,"b":{}},{"a":{"#b":1}}]').nonEmptyCount).toBe(3);
    expect(splitItems('{"#debug":{"a":1}}').nonEmptyCount).toBe(0);
  });

  it('takes an empty array for no items', () => {
    expect(splitItems(' [ ] ')).toEqual({ texts: [], fieldNames: [], nonEmptyCount: 0 });
  });

  it.each([
    ['[{"a":1},2]', 1, 'Item at position 1 is not a JSON object'],
    ['[{},{},[]]', 2, 'Item at position 2 is not a JSON object'],
    ['[null]', 0, 'Item at position 0 is not a JSON object'],
    ['"text"', 0, 'Item at position 0 is not a JSON object'],
    ['7', 0, 'Item at position 0 is not a JSON object'],
    ['[{"a":1},{"b":tru}]', 1, 'Item at position 1 is not valid JSON'],
    ['[{"a":1},{"b":"x]', 1, 'Item at position 1 is not valid JSON'],
    ['[{"a":1},]', 1, 'Item at position 1 is not valid JSON'],
    ['[{"a":1} {"b":1}]', null, 'The request body is not valid JSON'],
    ['[{"a":1}', null, 'The request body is not valid JSON'],
    ['{"a":1', null, 'The request body is not valid JSON'],
    ['', null, 'The request body is not valid JSON'],
    ['\uFEFF{}', null, 'The request body is not valid JSON'],
  ])('refuses %j', (body, position, message) => {
    const error = refusal(body);
    expect(error.position).toBe(position);
    expect(error.message).toContain(message);
  });

  it('refuses any body that is cut short, and never hangs', () => {
    fc.assert(
      fc.property(itemTexts, fc.nat(), (texts, cut) => {
        const body = `[${texts.join(',')}]`;
        expect(refusal(body.slice(0, cut % body.length))).toBeInstanceOf(ItemsError);
      }),
    );
  });

  it('refuses deep nesting without overflowing', () => {
    const nested = (depth: number) => `[{},{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}]`;
    expect(splitItems(nested(MAX_ITEM_DEPTH)).texts).toHaveLength(2);
    expect(refusal(nested(MAX_ITEM_DEPTH + 1)).position).toBe(1);
    expect(refusal(nested(1_000_000)).position).toBe(1);
  });

  it('sees the end of long strings that end in backslashes', () => {
    for (const slashes of [1, 2, 3, 4, 30, 31]) {
      const text = `{"a":${JSON.stringify(`${'x'.repeat(30)}${'\\'.repeat(slashes)}`)},"b":${JSON.stringify('\\"'.repeat(slashes))}}`;
      expect(splitItems(`[${text},${text}]`).texts).toEqual([text, text]);
    }
  });
});
