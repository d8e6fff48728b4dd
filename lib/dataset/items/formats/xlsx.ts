import { Readable } from 'node:stream';
import { writeXlsxStream } from 'hucre/xlsx';
import { makeRowReader } from '../columns.ts';
import { ItemsError } from '../items-error.ts';
import { scalarText } from '../tree.ts';
import type { Chunks, FormatOptions, ItemBatches } from './format.ts';

/** Excel has 1,048,576 rows, and the first is the header. Source: Excel specifications and limits. */
export const MAX_XLSX_ITEMS = 1_048_575;

/** Excel calls a file damaged when a cell holds more. Source: Excel specifications and limits. */
const MAX_CELL_CHARS = 32_767;

/** What a number may be without being rounded. Source: Excel specifications and limits, calculation. */
const MAX_DIGITS = 15;
const MIN_NUMBER = 2.2251e-308;
const MAX_NUMBER = 9.99999999999999e307;

/**
 * An Excel workbook with one sheet: a header row, then a row for each item. Texts stay texts, never formulas or dates; a number that
 * Excel would round is written as text; a text longer than 32,767 characters is cut, because Excel refuses the file otherwise.
 * Errors, while reading: ItemsError at the first item that has no row left. Ask `MAX_XLSX_ITEMS` before sending.
 *
 * Of the libraries for this, `hucre` pulls rows from an async source and so holds neither rows nor file (ExcelJS and the official
 * platform's own `xlsx-write-stream` push on without waiting for the reader and bring an old `archiver`; `write-excel-file` takes all
 * rows at once), and it has no dependencies. The cost: it is young, so this is the only file that knows it.
 */
export function writeXlsx(source: ItemBatches, { columns = [] }: FormatOptions): Chunks {
  const workbook = writeXlsxStream(cellRows(source, columns), {
    name: 'Data',
    columns: columns.map((header) => ({ header: cellText(header) })),
  });
  return Readable.from(workbook, { objectMode: false });
}

async function* cellRows(source: ItemBatches, columns: readonly string[]): AsyncIterable<Cell[]> {
  const readRow = makeRowReader(columns);
  let itemCount = 0;
  for await (const texts of source) {
    for (const text of texts) {
      if (++itemCount > MAX_XLSX_ITEMS)
        throw new ItemsError(
          `An XLSX file has no room for more than ${MAX_XLSX_ITEMS} items; ask for fewer, or for another format`,
        );
      yield readRow(text).map(toCell);
    }
  }
}

type Cell = string | number | boolean | null;

function toCell(raw: string | undefined): Cell {
  if (raw === undefined || raw === 'null') return null;
  if (raw === 'true' || raw === 'false') return raw === 'true';
  return /^[-\d]/.test(raw) ? numberCell(raw) : cellText(scalarText(raw));
}

function numberCell(raw: string): number | string {
  const digits = raw.replace(/[eE].*$/, '').replace(/^-?[0.]*|\./g, '');
  const value = Number(raw);
  const isKept =
    digits === '' || (Math.abs(value) >= MIN_NUMBER && Math.abs(value) <= MAX_NUMBER && digits.length <= MAX_DIGITS);
  return isKept ? value : raw;
}

/** The file format reads `_x0041_` as an escape, so a text that looks like one has its first underscore escaped. Source: ECMA-376, ST_Xstring. */
function cellText(text: string): string {
  return text
    .slice(0, MAX_CELL_CHARS)
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .toWellFormed();
}
