import { stringify } from 'csv-stringify/sync';
import { makeRowReader } from '../columns.ts';
import { ItemsError } from '../items-error.ts';
import { scalarText } from '../tree.ts';
import { byteOrderMark, type Chunks, type FormatOptions, type ItemBatches } from './format.ts';

/**
 * A CSV table: a header row, then a row for each item. Numbers are written with the digits that were sent, null and missing values as
 * empty cells.
 * Values are given as they are, for the reader is promised the data that was stored. So a text that begins with `=`, `+`, `-` or `@`
 * is a formula to a spreadsheet program: open files of strangers by import, as text.
 * Errors: ItemsError when the delimiter is not one character, or one that CSV needs itself.
 * Source: Get dataset items, `delimiter`, `bom` (a byte order mark by default) and `skipHeaderRow`; RFC 4180.
 */
export function writeCsv(source: ItemBatches, options: FormatOptions): Chunks {
  const { delimiter = ',' } = options;
  if ([...delimiter].length !== 1 || /["\r\n\uFEFF]/.test(delimiter))
    throw new ItemsError('Parameter "delimiter" must be one character, other than a quote or a line break');
  return writeRows(source, options);
}

async function* writeRows(
  source: ItemBatches,
  { columns = [], bom = true, delimiter = ',', eol = '\n', skipHeaderRow }: FormatOptions,
): Chunks {
  const readRow = makeRowReader(columns);
  const print = (rows: string[][]) =>
    stringify(rows, {
      delimiter,
      record_delimiter: eol,
      // A line break of the other kind would split the record for many readers.
      quoted_match: /[\r\n]/,
      // In a table of one column an empty cell without quotes would be an empty line, which readers skip.
      quoted_empty: columns.length === 1,
    });
  yield byteOrderMark(bom) + (skipHeaderRow ? '' : print([[...columns]]));
  for await (const texts of source) {
    if (texts.length > 0)
      yield print(texts.map((text) => readRow(text).map((raw) => (raw === undefined ? '' : scalarText(raw)))));
  }
}
