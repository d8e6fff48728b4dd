import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { collectColumns, makeRowReader } from '../columns.ts';
import { ItemsError } from '../items-error.ts';
import { itemTexts } from '../json-text.arbitrary.ts';
import { MAX_ITEM_DEPTH, splitItems } from '../split.ts';
import { scalarText } from '../tree.ts';
import type { Chunks, FormatOptions } from './format.ts';
import { FORMATS, type FormatName } from './formats.ts';
import { writeJoinedJson } from './json.ts';
import { MAX_XLSX_ITEMS } from './xlsx.ts';

async function* batches(texts: readonly string[], size = 2) {
  yield [];
  for (let index = 0; index < texts.length; index += size) yield texts.slice(index, index + size);
}

async function bytes(chunks: Chunks): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

const write = async (name: FormatName, texts: readonly string[], options: FormatOptions = {}) =>
  (await bytes(FORMATS[name].write(batches(texts), options))).toString();

const columnsOf = async (texts: readonly string[]) => (await collectColumns(batches(texts))).columns;

/** The text of every cell, header first, made without any writer. */
function expectedCells(texts: readonly string[], columns: readonly string[]): string[][] {
  const read = makeRowReader(columns);
  return [[...columns], ...texts.map((text) => read(text).map((raw) => (raw === undefined ? '' : scalarText(raw))))];
}

/** A CSV reader of its own, after RFC 4180. */
function parseCsv(text: string, delimiter = ','): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (let index = 0; index < text.length; ) {
    let cell = '';
    if (text[index] === '"') {
      for (index++; text[index] !== '"' || text[index + 1] === '"'; index++) {
        if (text[index] === '"') index++;
        cell += text[index];
      }
      index++;
    } else {
      while (index < text.length && text[index] !== delimiter && text[index] !== '\n') cell += text[index++];
    }
    row.push(cell);
    if (text[index++] === delimiter) continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe('json', () => {
  it('is an array of the items as they were sent', async () => {
    await fc.assert(
      fc.asyncProperty(itemTexts, async (texts) => {
        const output = await write('json', texts);
        expect(output).toBe(`[${texts.join(',')}]`);
        expect(splitItems(output).texts).toEqual(texts);
      }),
    );
  });

  it('takes batches that are joined already', async () => {
    async function* joined() {
      yield* ['', '{"a":1},{"b":2}', '', '{"c":3}'];
    }
    expect((await bytes(writeJoinedJson(joined(), {}))).toString()).toBe('[{"a":1},{"b":2},{"c":3}]');
    expect(await write('json', [], { bom: true })).toBe('\uFEFF[]');
  });
});

describe('jsonl', () => {
  it('is one item a line, the same but for line breaks between tokens', async () => {
    await fc.assert(
      fc.asyncProperty(itemTexts, async (texts) => {
        const output = await write('jsonl', texts);
        expect(output.split('\n').slice(0, -1)).toEqual(texts.map((text) => text.replaceAll(/[\r\n]/g, '')));
        for (const line of output.split('\n').filter(Boolean)) JSON.parse(line);
      }),
    );
    expect(await write('jsonl', [])).toBe('');
  });
});

describe('csv', () => {
  it('reads back to the same cells', async () => {
    await fc.assert(
      fc.asyncProperty(itemTexts, async (texts) => {
        const columns = await columnsOf(texts);
        if (columns.length === 0) return;
        const output = await write('csv', texts, { columns });
        expect(output[0]).toBe('\uFEFF');
        // Half surrogate pairs have no UTF-8.
        expect(parseCsv(output.slice(1))).toEqual(
          expectedCells(texts, columns).map((row) => row.map((cell) => cell.toWellFormed())),
        );
      }),
    );
  });

  it('follows delimiter, bom, line ends and skipHeaderRow', async () => {
    const options = { columns: ['a', 'b/c'], bom: false, delimiter: ';', eol: '\r\n' } as const;
    const items = ['{"a":"x;y","b":{"c":1.0}}', '{"a":"line\\nbreak"}', '{"a":"=1+1","b":{"c":null}}'];
    expect(await write('csv', items, options)).toBe('a;b/c\r\n"x;y";1.0\r\n"line\nbreak";\r\n=1+1;\r\n');
    expect(await write('csv', items.slice(0, 1), { ...options, skipHeaderRow: true })).toBe('"x;y";1.0\r\n');
  });

  it.each(['', '""', '"', '\n', 'ab'])('refuses the delimiter %j', (delimiter) => {
    expect(() => FORMATS.csv.write(batches([]), { delimiter })).toThrow(ItemsError);
  });
});

describe('xlsx', () => {
  /** A zip reader of its own: from the central directory, one part inflated. */
  function unzipPart(file: Buffer, wanted: string): string {
    const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
    let at = file.readUInt32LE(end + 16);
    for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
      const [size, nameSize, extraSize, noteSize] = [
        file.readUInt32LE(at + 20),
        ...[28, 30, 32].map((o) => file.readUInt16LE(at + o)),
      ] as [number, number, number, number];
      if (file.toString('utf8', at + 46, at + 46 + nameSize) === wanted) {
        const local = file.readUInt32LE(at + 42);
        const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
        return inflateRawSync(file.subarray(start, start + size)).toString();
      }
      at += 46 + nameSize + extraSize + noteSize;
    }
    throw new Error(`no ${wanted}`);
  }

  const cellPattern = /<c r="([A-Z]+)(\d+)"(?: t="(\w+)")?><(?:v|is><t(?: xml:space="preserve")?)>([^<]*)</g;
  const unescapeCell = (text: string) =>
    text
      .replace(/_x([0-9A-F]{4})_/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replace(
        /&(lt|gt|quot|apos|amp);/g,
        (_, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'" })[name] ?? '&',
      );

  /** Cells by address, such as A1: [type, text]. */
  const readCells = (file: Buffer) =>
    Object.fromEntries(
      [...unzipPart(file, 'xl/worksheets/sheet1.xml').matchAll(cellPattern)].map(
        ([, column, row, type = 'n', text = '']) => [`${column}${row}`, [type, unescapeCell(text)]],
      ),
    );

  it('keeps texts as texts, and numbers that fit as numbers', async () => {
    const item =
      '{"a":"=1+1","b":1.50,"c":12345678901234567890,"d":true,"e":null,"f":"_x0041_ \\u0001 <&>\\r\\n","g":"2026-01-01","h":[1,{}],"i":1e-400,"j":-0.0}';
    const columns = await columnsOf([item]);
    const file = await bytes(FORMATS.xlsx.write(batches([item]), { columns }));
    expect(readCells(file)).toMatchObject({
      A1: ['inlineStr', 'a'],
      A2: ['inlineStr', '=1+1'],
      B2: ['n', '1.5'],
      C2: ['inlineStr', '12345678901234567890'],
      D2: ['b', '1'],
      F2: ['inlineStr', '_x0041_ \u0001 <&>\r\n'],
      G2: ['inlineStr', '2026-01-01'],
      H1: ['inlineStr', 'h/0'],
      H2: ['n', '1'],
      I2: ['inlineStr', '{}'],
      J2: ['inlineStr', '1e-400'],
      K2: ['n', '0'],
    });
    expect(readCells(file)).not.toHaveProperty('E2');
  });

  it('is a workbook of well-formed parts for any items', async () => {
    await fc.assert(
      fc.asyncProperty(itemTexts, async (texts) => {
        const file = await bytes(FORMATS.xlsx.write(batches(texts), { columns: await columnsOf(texts) }));
        const sheet = unzipPart(file, 'xl/worksheets/sheet1.xml');
        expect(XMLValidator.validate(sheet)).toBe(true);
        expect(sheet).not.toContain('<f>');
      }),
      { numRuns: 30 },
    );
  });

  it('refuses more items than a sheet has rows', async () => {
    async function* tooMany() {
      const batch = Array.from({ length: 100_000 }, () => '{}');
      for (let count = 0; count <= MAX_XLSX_ITEMS; count += batch.length) yield batch;
    }
    await expect(bytes(FORMATS.xlsx.write(tooMany(), {}))).rejects.toThrow(ItemsError);
  }, 60_000);
});

describe('xml', () => {
  const read = (xml: string) =>
    new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, trimValues: false }).parse(
      xml,
    );

  it('follows the documented example', async () => {
    const item =
      '{"name":"Paul Newman","address":[{"@":{"type":"home"},"street":"21st","city":null},{"@":{"type":"office"},"#":"unknown"}]}';
    expect(await write('xml', [item])).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<items>\n<item><name>Paul Newman</name><address type="home"><street>21st</street><city/></address><address type="office">unknown</address></item>\n</items>\n',
    );
  });

  it('makes names valid, keeps their order and drops what XML cannot hold', async () => {
    const item =
      '{"2":1.0,"1":12345678901234567890,"a b":"<&>\\u0000\\r","":"x","c":[[1,2],[]],"m:t":1,"n":{"@":{"xmlns:m":"urn:m","a\\"":"\\"\\n","a ":1},"m:t":2}}';
    const output = await write('xml', [item], { xmlRoot: '1 root', xmlRow: 'a:row' });
    expect(output).toContain(
      '<_1_root>\n<a_row><_2>1.0</_2><_1>12345678901234567890</_1><a_b>&lt;&amp;&gt;&#13;</a_b><_>x</_><c><c>1</c><c>2</c></c><c/><m_t>1</m_t><n xmlns:m="urn:m" a_="&quot;&#10;" a__1="1"><m:t>2</m:t></n></a_row>\n</_1_root>',
    );
    expect(read(output)._1_root.a_row).toMatchObject({
      _2: '1.0',
      _1: '12345678901234567890',
      n: { '@xmlns:m': 'urn:m', 'm:t': '2' },
    });
  });

  it('is well formed for any items', async () => {
    await fc.assert(
      fc.asyncProperty(itemTexts, fc.string(), async (texts, name) => {
        for (const format of ['xml', 'rss'] as const) {
          const output = await write(format, texts, { xmlRow: name, feedTitle: name });
          expect(XMLValidator.validate(output)).toBe(true);
          expect(output).not.toMatch(/[^\t\n\u0020-\uFFFD]/);
        }
      }),
    );
  });
});

describe('rss', () => {
  it('is a channel with one item for each item', async () => {
    const output = await write('rss', ['{"title":"A & B","link":"https://example.com/?a=1&b=2"}'], {
      feedTitle: '<News>',
      feedDescription: 'All',
      feedLink: 'https://example.com/',
    });
    expect(new XMLParser().parse(output).rss.channel).toEqual({
      title: '<News>',
      link: 'https://example.com/',
      description: 'All',
      item: { title: 'A & B', link: 'https://example.com/?a=1&b=2' },
    });
  });
});

describe('html', () => {
  it('is one table, in which nothing of the data is markup', async () => {
    await fc.assert(
      fc.asyncProperty(itemTexts, async (texts) => {
        const columns = await columnsOf(texts);
        const output = await write('html', texts, { columns });
        const tags = output.match(/<\/?(\w+)/g) ?? [];
        expect(new Set(tags.map((tag) => tag.replace(/<\/?/, '')))).toEqual(
          new Set([
            'html',
            'head',
            'meta',
            'title',
            'style',
            'body',
            'table',
            'thead',
            'tr',
            'tbody',
            ...(columns.length > 0 ? ['th'] : []),
            ...(columns.length > 0 && texts.length > 0 ? ['td'] : []),
          ]),
        );
        expect(tags.filter((tag) => tag === '<td')).toHaveLength(columns.length * texts.length);
      }),
    );
    expect(await write('html', ['{"a<b":"<script>&amp;"}'], { columns: ['a<b'] })).toContain(
      '<tr><th scope="col">a&lt;b</th></tr></thead>\n<tbody>\n<tr><td>&lt;script&gt;&amp;amp;</td></tr>',
    );
  });
});

describe('every format', () => {
  it.each(Object.keys(FORMATS) as FormatName[])('%s writes an item as deep as items may be', async (name) => {
    const text = `{"a":${'[{"b":'.repeat(MAX_ITEM_DEPTH / 2 - 1)}[1]${'}]'.repeat(MAX_ITEM_DEPTH / 2 - 1)}}`;
    expect(splitItems(text).texts).toEqual([text]);
    const { columns, isTruncated } = await collectColumns(batches([text]));
    expect(isTruncated).toBe(true);
    expect((await bytes(FORMATS[name].write(batches([text]), { columns: ['a', ...columns] }))).length).toBeGreaterThan(
      0,
    );
  });

  it.each(Object.keys(FORMATS) as FormatName[])('%s reads no further ahead than it is read', async (name) => {
    let batchCount = 0;
    async function* endless() {
      const filler = 'x'.repeat(10_000);
      for (; ; batchCount++) yield [`{"a":"${filler}${Math.random()}"}`];
    }
    const chunks = FORMATS[name].write(endless(), { columns: ['a'] })[Symbol.asyncIterator]();
    await chunks.next();
    await chunks.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(batchCount).toBeLessThan(1_000);
    await chunks.return?.();
  });
});
