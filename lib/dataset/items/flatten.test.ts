import { describe, expect, it } from 'vitest';
import { ItemsError } from './items-error.ts';
import { makeTransform } from './transform.ts';

const flatten = (...names: string[]) => makeTransform({ flatten: names });

describe('flattening', () => {
  it('puts the members of an object in its place, under both names', () => {
    expect(flatten('foo')('{"a":1,"foo":{"bar":"hello","n":1.0},"b":2}')).toBe(
      '{"a":1,"foo.bar":"hello","foo.n":1.0,"b":2}',
    );
  });

  it('goes as deep as there are objects, and keeps arrays and empty objects', () => {
    expect(flatten('a')('{"a":{"b":{"c":1,"d":[{"e":2}]},"f":{ }}}')).toBe('{"a.b.c":1,"a.b.d":[{"e":2}],"a.f":{ }}');
    expect(flatten('a')('{ "a":{ } }')).toBe('{ "a":{ } }');
  });

  it('keeps items without such objects byte for byte', () => {
    for (const text of ['{ "a" : 1 }', '{ "a":[{"b":1}] }', '{ "b":{"a":{"x":1}} }'])
      expect(flatten('a')(text)).toBe(text);
  });

  it('keeps names as they were written, odd ones too', () => {
    expect(flatten('__proto__', '#x')('{"__proto__":{"2":1,"1":{"\\u00e9":2}},"#x":{"y":3}}')).toBe(
      '{"__proto__.2":1,"__proto__.1.\\u00e9":2,"#x.y":3}',
    );
  });

  it('lets what is flattened win, and the last of a repeated name', () => {
    expect(flatten('a')('{"a.b":1,"a":{"b":2}}')).toBe('{"a.b":2}');
    expect(flatten('a')('{"a":{"b":{"x":1}},"a":{"b":{"y":1},"b":{"z":2}}}')).toBe('{"a.b.z":2}');
  });

  it('comes before the choice of fields, where the name of the object stands for its parts', () => {
    const text = '{"name":"N","address":{"street":"Main St","city":"NYC"}}';
    expect(makeTransform({ flatten: ['address'], fields: ['address.city', 'name'] })(text)).toBe(
      '{"address.city":"NYC","name":"N"}',
    );
    expect(makeTransform({ flatten: ['address'], fields: ['address'] })(text)).toBe(
      '{"address.street":"Main St","address.city":"NYC"}',
    );
    expect(makeTransform({ flatten: ['address'], omit: ['address.city'] })(text)).toBe(
      '{"name":"N","address.street":"Main St"}',
    );
  });

  it('refuses an item that would grow too large', () => {
    const text = `{"a":{"${'x'.repeat(100_000)}":{${Array.from({ length: 500 }, (_, n) => `"${n}":1`).join(',')}}}}`;
    expect(() => flatten('a')(text)).toThrow(ItemsError);
    expect(flatten('b')(text)).toBe(text);
  });
});

describe('omitting', () => {
  it('reaches into objects where no field has the name', () => {
    const omit = makeTransform({ omit: ['a.b.c', 'x.y'] });
    expect(omit('{ "a": { "b" : { "c":1, "d":1.0 } , "e":[ 2 ] } ,"x":{"z":1}}')).toBe(
      '{"a":{"b":{"d":1.0},"e":[ 2 ]},"x":{"z":1}}',
    );
    expect(omit('{"a.b.c":1,"a":{"b.c":2,"b":[{"c":3}]}}')).toBe('{"a":{"b":[{"c":3}]}}');
  });
});
