import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ItemsError } from './items-error.ts';
import { memberTexts, objectText } from './json-text.arbitrary.ts';
import { topLevelMembers } from './members.ts';
import { isTransforming, makeTransform } from './transform.ts';

const ITEM = '{ "b" : 1.0, "#x":{"y":1}, "2":12345678901234567890, "1":"\\u00e9", "__proto__":null }';

describe('topLevelMembers', () => {
  it('gives the members exactly as they were sent', () => {
    fc.assert(
      fc.property(memberTexts, (parts) => {
        const members = topLevelMembers(` {${parts.join(' ,')}} `);
        expect(members.map(({ rawName, rawValue }) => `${rawName}:${rawValue}`)).toEqual(parts.map(withoutGap));
        for (const { name, rawName } of members) expect(name).toBe(JSON.parse(rawName));
      }),
    );
  });
});

/** A member as topLevelMembers tells it, found in another way: by trying every colon. */
function withoutGap(part: string): string {
  for (let colon = part.indexOf(':'); colon !== -1; colon = part.indexOf(':', colon + 1)) {
    const [name, value] = [part.slice(0, colon).trimEnd(), part.slice(colon + 1).trimStart()];
    if (isJson(name) && isJson(value)) return `${name}:${value}`;
  }
  throw new Error('not a member');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('makeTransform', () => {
  it('returns the same text when nothing is asked', () => {
    expect(isTransforming({ fields: [], omit: [], skipHidden: false })).toBe(false);
    expect(makeTransform({})('not even JSON')).toBe('not even JSON');
  });

  it('keeps the whole text of an item that loses nothing', () => {
    fc.assert(
      fc.property(objectText, (text) => {
        expect(makeTransform({ omit: ['no such field'] })(text)).toBe(text);
      }),
    );
  });

  it('puts fields in the order they are asked for', () => {
    expect(makeTransform({ fields: ['1', 'missing', '__proto__', 'b', '1'] })(ITEM)).toBe(
      '{"1":"\\u00e9","__proto__":null,"b":1.0}',
    );
  });

  it('leaves out what omit names, even when fields asks for it', () => {
    expect(makeTransform({ omit: ['1', '__proto__', '#x'] })(ITEM)).toBe('{"b":1.0,"2":12345678901234567890}');
    expect(makeTransform({ fields: ['2', 'b'], omit: ['b'] })(ITEM)).toBe('{"2":12345678901234567890}');
  });

  it('takes a dot in a name for a dot', () => {
    expect(makeTransform({ fields: ['a.b'] })('{"a":{"b":1},"a.b":2}')).toBe('{"a.b":2}');
  });

  it('drops hidden fields at the top only', () => {
    expect(makeTransform({ skipHidden: true })('{"#a":1,"\\u0023b":2,"c":{"#d":3}}')).toBe('{"c":{"#d":3}}');
    expect(makeTransform({ skipHidden: true })('{"#a":1}')).toBe('{}');
  });

  it('skips items that are empty in the output', () => {
    expect(makeTransform({ skipEmpty: true })('{ }')).toBeNull();
    expect(makeTransform({ skipEmpty: true })('{ "a":null }')).toBe('{ "a":null }');
    expect(makeTransform({ skipEmpty: true })('{"#a":1}')).toBe('{"#a":1}');
    expect(makeTransform({ clean: true })('{"#a":1}')).toBeNull();
    expect(makeTransform({ skipEmpty: true, fields: ['b'] })('{"a":1}')).toBeNull();
  });

  it('renames picked fields by position', () => {
    const rename = makeTransform({
      fields: ['b', '#x', '1'],
      outputFields: ['price "€"', 'x', 'title'],
      skipHidden: true,
    });
    expect(rename(ITEM)).toBe('{"price \\"€\\"":1.0,"title":"\\u00e9"}');
  });

  it('refuses new names that do not match the fields', () => {
    expect(() => makeTransform({ outputFields: ['a'] })).toThrow(ItemsError);
    expect(() => makeTransform({ fields: ['a', 'b'], outputFields: ['c'] })).toThrow(ItemsError);
    expect(() => makeTransform({ fields: ['a', 'b'], outputFields: ['c', 'c'] })).toThrow(ItemsError);
  });

  it('never changes the bytes of a value it keeps', () => {
    const names = fc.subarray(['1', '2', 'a', '__proto__', '#debug', '', 'a.b', '@']);
    fc.assert(
      fc.property(objectText, names, names, fc.boolean(), (text, fields, omit, skipHidden) => {
        const output = makeTransform({ fields, omit, skipHidden })(text);
        const before = topLevelMembers(text);
        const kept = topLevelMembers(String(output));
        for (const member of kept) expect(before).toContainEqual(member);
        const isWanted = (name: string) =>
          !omit.includes(name) &&
          !(skipHidden && name.startsWith('#')) &&
          (fields.length === 0 || fields.includes(name));
        expect(new Set(kept.map(({ name }) => name))).toEqual(new Set(before.map(({ name }) => name).filter(isWanted)));
      }),
    );
  });
});
