import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ItemsError } from './items-error.ts';
import { memberTexts } from './json-text.arbitrary.ts';
import { type Flat, type Node, nodeOf } from './reference.arbitrary.ts';
import { makeTransform, makeUnwinding, type TransformOptions } from './transform.ts';
import { MAX_UNWIND_FIELDS, MAX_UNWOUND_ITEMS } from './unwind.ts';

/** What an item becomes, without the steps that gave nothing. */
const unwound = (text: string, options: TransformOptions): string[] =>
  [...makeUnwinding(options)(text)].filter((output) => output !== null);

describe('unwinding, as documented', () => {
  it('makes an item of each element and merges it with what is around', () => {
    const text = '{"name":"Kettle","reviews":[{"text":"good","stars":5.0},{"text":"bad"}],"price":1}';
    expect(unwound(text, { unwind: ['reviews'] })).toEqual([
      '{"name":"Kettle","text":"good","stars":5.0,"price":1}',
      '{"name":"Kettle","text":"bad","price":1}',
    ]);
  });

  it('merges an object with what is around it', () => {
    expect(unwound('{"foo":{"bar":"hello"}}', { unwind: ['foo'] })).toEqual(['{"bar":"hello"}']);
  });

  it.each(['{ "a":1 }', '{"foo":null}', '{"foo":"text"}', '{"foo" : 7}', '{"foo":true}'])(
    'leaves %s as it is',
    (text) => {
      expect(unwound(text, { unwind: ['foo'] })).toEqual([text]);
    },
  );

  it('lets elements win over what is around, and keeps those that are no objects', () => {
    expect(unwound('{"id":1,"tags":["x",[2],null,{"id":3}]}', { unwind: ['tags'] })).toEqual([
      '{"id":1,"tags":"x"}',
      '{"id":1,"tags":[2]}',
      '{"id":1,"tags":null}',
      '{"id":3}',
    ]);
  });

  it('lets the last of two parts of one name win', () => {
    const flatten = ['a', 'a.b'];
    expect(unwound('{"a.b":{"x":1},"a":{"b":{"x":2}}}', { flatten })).toEqual(['{"a.b.x":2}']);
    expect(unwound('{"a":{"b":{"x":2}},"a.b":{"x":1}}', { flatten })).toEqual(['{"a.b.x":1}']);
  });

  it('makes nothing of an empty array', () => {
    expect(unwound('{"id":1,"tags":[ ]}', { unwind: ['tags'] })).toEqual([]);
  });

  it('goes on in the order that is asked for', () => {
    const text = '{"a":[{"b":[{"x":1},{"x":2}]},{"b":{"x":3}}]}';
    expect(unwound(text, { unwind: ['a', 'b'] })).toEqual(['{"x":1}', '{"x":2}', '{"x":3}']);
    expect(unwound(text, { unwind: ['b', 'a'] })).toEqual(['{"b":[{"x":1},{"x":2}]}', '{"b":{"x":3}}']);
    expect(unwound('{"a":[1,2],"b":[3,4]}', { unwind: ['b', 'a'] })).toEqual([
      '{"a":1,"b":3}',
      '{"a":2,"b":3}',
      '{"a":1,"b":4}',
      '{"a":2,"b":4}',
    ]);
  });

  it('comes before flatten, and both before the choice of fields', () => {
    const text = '{"name":"Kettle","reviews":[{"by":{"name":"Ann"},"text":"good"}]}';
    const options = { unwind: ['reviews'], flatten: ['by'], fields: ['by.name', 'text'], omit: ['text'] };
    expect(unwound(text, options)).toEqual(['{"by.name":"Ann"}']);
  });

  it('picks what a field was taken apart into by the name of the field', () => {
    const page = '{"url":"u","pageFunctionResult":[{"title":"t","url":"v"},{"title":"w"}],"errorInfo":null,"#debug":1}';
    const simplified = { fields: ['url', 'pageFunctionResult', 'errorInfo'], unwind: ['pageFunctionResult'] };
    expect(unwound(page, simplified)).toEqual([
      '{"url":"v","title":"t","errorInfo":null}',
      '{"url":"u","title":"w","errorInfo":null}',
    ]);
    const nested = '{"a":[{"b":{"c":{"d":1},"e":2}}],"x":0}';
    expect(unwound(nested, { fields: ['a'], unwind: ['a'], flatten: ['b'] })).toEqual(['{"b.c.d":1,"b.e":2}']);
    expect(unwound(nested, { fields: ['b'], unwind: ['a'], flatten: ['b'] })).toEqual(['{"b.c.d":1,"b.e":2}']);
    expect(unwound(nested, { fields: ['b.e', 'a'], unwind: ['a', 'b'] })).toEqual(['{"c":{"d":1},"e":2}']);
  });

  it('skips empty items when everything is done', () => {
    expect(unwound('{"a":[{"b":1},{"#c":1},{}]}', { unwind: ['a'], clean: true })).toEqual(['{"b":1}']);
  });
});

describe('failed pages', () => {
  it('are told by an errorInfo that says something', () => {
    const skip = makeTransform({ skipFailed: true });
    expect(skip('{"errorInfo":"timeout"}')).toBeNull();
    expect(skip('{"errorInfo":""}')).toBeNull();
    expect(skip('{ "errorInfo":null }')).toBe('{ "errorInfo":null }');
    expect(skip('{ "a":1 }')).toBe('{ "a":1 }');
    expect(unwound('{"a":[1,2],"errorInfo":{}}', { skipFailed: true, unwind: ['a'] })).toEqual([]);
  });
});

describe('unwinding, against a plain reference on parsed values', () => {
  const { object } = fc.letrec<{ value: string; object: string }>((tie) => {
    const scalar = fc.constantFrom('1.0', '12345678901234567890', '"\\u00e9"', 'null', '""', '1E400');
    const list = fc.array(fc.oneof({ weight: 3, arbitrary: tie('object') }, scalar), { maxLength: 3 });
    const names = fc.constantFrom('"a"', '"b"', '"\\u0061"', '"c"', '"a.b"', '"#h"', '"__proto__"', '"2"', '"1"');
    return {
      value: fc.oneof(
        { maxDepth: 4 },
        scalar,
        list.map((parts) => `[ ${parts.join(', ')} ]`),
        tie('object'),
      ),
      object: fc
        .array(fc.tuple(names, tie('value')), { maxLength: 5 })
        .map((members) => `{ ${members.map(([name, value]) => `${name} : ${value}`).join(' , ')} }`),
    };
  });
  const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'a.b', '#h', '__proto__', '2', 'none'), { maxLength: 3 });

  // Which of two parts of one name stays is the order of the item's text, and has its own test.
  const apart = names.filter((chosen) => !(chosen.includes('a') && chosen.includes('a.b')));

  it('gives the same items, with every byte of what is kept', () => {
    fc.assert(
      fc.property(object, names, apart, names, names, fc.boolean(), (text, unwind, flatten, omit, picked, clean) => {
        // What a field that was taken apart means in `fields` has its own test.
        const fields = picked.filter((name) => !unwind.includes(name) && !flatten.includes(name));
        const options = { unwind, flatten, omit: omit.filter((name) => !name.includes('.')), fields, clean };
        expect(unwound(text, options).map(nodeOf)).toEqual(reference(nodeOf(text), options));
      }),
      { numRuns: 3_000 },
    );
  });

  it('keeps the text of an item that has nothing to unwind', () => {
    fc.assert(
      fc.property(memberTexts, (parts) => {
        const text = `{ ${parts.join(',')} }`;
        expect(unwound(text, { unwind: ['no such field'] })).toEqual([text]);
      }),
    );
  });
});

/** The documented steps, one after the other, without regard to what they cost. */
function reference(
  item: Node,
  options: Required<Pick<TransformOptions, 'unwind' | 'flatten' | 'omit' | 'fields'>> & { clean: boolean },
) {
  let items = [item as Flat];
  for (const field of options.unwind) {
    items = items.flatMap((parent) => {
      const value = parent.get(field);
      const rest = new Map([...parent].filter(([name]) => name !== field));
      const merged = (part: Node) =>
        part instanceof Map ? new Map([...rest, ...part]) : new Map([...rest, [field, part]]);
      if (Array.isArray(value)) return value.map(merged);
      return value instanceof Map ? [merged(value)] : [parent];
    });
  }
  return items
    .map((unwoundItem) => {
      const flat = new Map(unwoundItem);
      const parts = new Map<string, Node>();
      for (const field of options.flatten) {
        const value = unwoundItem.get(field);
        if (value instanceof Map && value.size > 0) {
          flat.delete(field);
          for (const [name, leaf] of leaves(value, field)) parts.set(name, leaf);
        }
      }
      return new Map([...flat, ...parts]);
    })
    .map(
      (flat) =>
        new Map([...flat].filter(([name]) => !options.omit.includes(name) && !(options.clean && name.startsWith('#')))),
    )
    .map((kept) =>
      options.fields.length > 0 ? new Map([...kept].filter(([name]) => options.fields.includes(name))) : kept,
    )
    .filter((kept) => !options.clean || kept.size > 0);
}

function leaves(value: Flat, prefix: string): [string, Node][] {
  return [...value].flatMap(([name, inner]) =>
    inner instanceof Map && inner.size > 0
      ? leaves(inner, `${prefix}.${name}`)
      : [[`${prefix}.${name}`, inner] as [string, Node]],
  );
}

describe('items that explode', () => {
  const ones = (count: number) => `[${'1,'.repeat(count - 1)}1]`;

  it('are refused at once when arrays beside each other are too many', () => {
    const text = `{"a":${ones(1_000)},"b":${ones(1_000)},"c":${ones(1_000)}}`;
    expect(() => unwound(text, { unwind: ['a', 'b', 'c'] })).toThrow(ItemsError);
    const inside = `{"x":[{"y":1},{"a":${ones(2_000)},"b":${ones(2_000)}}]}`;
    const steps = makeUnwinding({ unwind: ['x', 'a', 'b'] })(inside)[Symbol.iterator]();
    expect(steps.next().value).toBe('{"y":1}');
    expect(() => steps.next()).toThrow(ItemsError);
  });

  it('are refused when they become too long, one after the other', () => {
    const text = `{"text":"${'x'.repeat(4_000_000)}","list":[${'{},'.repeat(100)}{}]}`;
    const steps = makeUnwinding({ unwind: ['list'] })(text)[Symbol.iterator]();
    const read = () => {
      let count = 0;
      while (!steps.next().done) count++;
      return count;
    };
    expect(read).toThrow(ItemsError);
    expect(unwound(text, { unwind: ['list'], omit: ['text'] })).toHaveLength(101);
  });

  it('cost no more than the limit when nothing comes out of them', () => {
    const empty = `{"a":${ones(3_000)},"b":${ones(3_000)},"c":[]}`;
    expect(() => unwound(empty, { unwind: ['a', 'b', 'c'] })).toThrow(ItemsError);
  });

  it('may be as many as the limit', { timeout: 30_000 }, () => {
    let count = 0;
    for (const output of makeUnwinding({ unwind: ['a'] })(`{"a":${ones(MAX_UNWOUND_ITEMS)}}`)) if (output) count++;
    expect(count).toBe(MAX_UNWOUND_ITEMS);
  });

  it('cannot come of too many names', () => {
    const unwind = Array.from({ length: MAX_UNWIND_FIELDS + 1 }, (_, n) => `f${n}`);
    expect(() => makeUnwinding({ unwind })).toThrow(ItemsError);
  });
});
