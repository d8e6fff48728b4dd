import { describe, expect, it } from 'vitest';
import { collectColumns, MAX_COLUMNS, makeRowReader } from './columns.ts';

async function* source(...texts: string[]) {
  for (const text of texts) yield [text];
}

describe('collectColumns', () => {
  it('is the union of all paths, in order of first appearance', async () => {
    const items = [
      '{"b":1,"address":{"city":"x","geo":[1,2]}}',
      '{"2":1,"1":1,"address":{"zip":null}}',
      '{"tags":[],"address":{}}',
      '{}',
    ];
    expect(await collectColumns(source(...items))).toEqual({
      columns: ['b', 'address/city', 'address/geo/0', 'address/geo/1', '2', '1', 'address/zip', 'tags'],
      isTruncated: false,
    });
  });

  it('begins with the fields that were asked for, whether or not an item has them', async () => {
    const { columns } = await collectColumns(source('{"c":{"x":1},"a":1,"b":1}'), ['b', 'missing', 'c']);
    expect(columns).toEqual(['b', 'missing', 'c/x', 'a']);
  });

  it('stops at the documented limits and says so', async () => {
    const many = `{${Array.from({ length: MAX_COLUMNS + 1 }, (_, index) => `"f${index}":1`).join(',')}}`;
    const result = await collectColumns(source(many));
    expect(result.columns).toHaveLength(MAX_COLUMNS);
    expect(result.isTruncated).toBe(true);
    expect(await collectColumns(source(`{"${'x'.repeat(201)}":1,"a":1}`))).toEqual({
      columns: ['a'],
      isTruncated: true,
    });
  });
});

describe('makeRowReader', () => {
  it('lays values out by path, with the digits that were sent', () => {
    const read = makeRowReader(['a', 'b/c', 'b/d/0', 'z', '']);
    expect(read('{"b":{"d":[1.0],"c":"x"},"a":12345678901234567890,"other":1,"":true}')).toEqual([
      '12345678901234567890',
      '"x"',
      '1.0',
      undefined,
      'true',
    ]);
  });

  it('writes a whole object when its field is the column', () => {
    expect(makeRowReader(['a', 'b'])('{"a":{ "x":1.0 },"b":[]}')).toEqual(['{ "x":1.0 }', '[]']);
  });

  it('takes a field for itself, whatever its name', () => {
    expect(makeRowReader(['__proto__', 'a/b'])('{"a/b":1,"__proto__":2}')).toEqual(['2', '1']);
  });
});
