import { ApiError } from '../errors.ts';
import type { ItemsWriting } from './input.ts';
import { collectColumns } from './items/columns.ts';
import type { Chunks, FormatOptions } from './items/formats/format.ts';
import { FORMATS, type FormatName } from './items/formats/formats.ts';
import { writeJoinedJson } from './items/formats/json.ts';
import { MAX_XLSX_ITEMS } from './items/formats/xlsx.ts';
import type { ItemsReading } from './list-items.ts';

/**
 * Writes items in a format, as a stream. Tables are read twice: nested values and late fields are columns too, and the first row needs
 * all of them.
 * Errors: `invalid-parameter` for more items than an Excel sheet holds.
 */
export async function exportItems(
  reading: ItemsReading,
  formatName: FormatName,
  { bom, delimiter, skipHeaderRow, xmlRoot, xmlRow, feedTitle, feedDescription }: Omit<ItemsWriting, 'format'>,
): Promise<Chunks> {
  if (formatName === 'xlsx' && reading.count > MAX_XLSX_ITEMS) {
    throw new ApiError(
      'invalid-parameter',
      `Parameter "format": an Excel sheet holds ${MAX_XLSX_ITEMS} items at most; use limit or csv`,
    );
  }
  const format = FORMATS[formatName];
  const given = Object.fromEntries(
    Object.entries({ bom, delimiter, skipHeaderRow, xmlRoot, xmlRow, feedTitle, feedDescription }).filter(
      ([, value]) => value !== undefined,
    ),
  ) as FormatOptions;
  if (formatName === 'json' && reading.joined) return writeJoinedJson(reading.joined(','), given);
  if (format.isTable) given.columns = (await collectColumns(reading.batches(), reading.selectedFields)).columns;
  return format.write(reading.batches(), given);
}
