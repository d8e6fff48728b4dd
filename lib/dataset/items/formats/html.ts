import { makeRowReader } from '../columns.ts';
import { scalarText } from '../tree.ts';
import { escapeText } from './escape.ts';
import { byteOrderMark, type Chunks, type FormatOptions, type ItemBatches } from './format.ts';

/** Nothing in the page may run or load, should an escape ever be missed: the data is often taken from strange pages. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

const STYLE = 'table{border-collapse:collapse}th,td{border:1px solid;padding:4px;text-align:left;vertical-align:top}';

/** A complete HTML document with one table: columns are fields, rows are items. Values are text only, so an address is not a link. */
export async function* writeHtml(source: ItemBatches, { columns = [], bom = false }: FormatOptions): Chunks {
  const readRow = makeRowReader(columns);
  const head = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>Dataset items</title><style>${STYLE}</style>`;
  const headers = columns.map((column) => `<th scope="col">${escapeText(column)}</th>`).join('');
  yield `${byteOrderMark(bom)}<!doctype html>\n<html lang="en"><head>${head}</head><body><table>\n<thead><tr>${headers}</tr></thead>\n<tbody>\n`;
  for await (const texts of source) {
    const rows = texts.map((text) => {
      const cells = readRow(text).map((raw) => `<td>${raw === undefined ? '' : escapeText(scalarText(raw))}</td>`);
      return `<tr>${cells.join('')}</tr>\n`;
    });
    if (rows.length > 0) yield rows.join('');
  }
  yield '</tbody>\n</table></body></html>\n';
}
