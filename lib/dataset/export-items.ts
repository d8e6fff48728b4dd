import { ApiError } from '../errors.ts';
import type { ItemsWriting } from './input.ts';
import { collectColumns } from './items/columns.ts';
import type { Chunks, FormatOptions, ItemBatches } from './items/formats/format.ts';
import { FORMATS, type FormatName } from './items/formats/formats.ts';
import { writeJoinedJson } from './items/formats/json.ts';
import { MAX_XLSX_ITEMS } from './items/formats/xlsx.ts';
import type { ItemsReading } from './list-items.ts';

/**
 * Writes items in a format, as a stream. Tables are read twice: nested values and late fields are columns too, and the first row needs
 * all of them.
 * Errors: `invalid-parameter` for more items than an Excel sheet holds; `invalid-input` for an item that becomes too much when it is
 * unwound or flattened. Behind the first batch this ends the stream.
 */
export async function exportItems(
  reading: ItemsReading,
  formatName: FormatName,
  { bom, delimiter, skipHeaderRow, xmlRoot, xmlRow, feedTitle, feedDescription }: Omit<ItemsWriting, 'format'>,
): Promise<Chunks> {
  if (formatName === 'xlsx' && reading.count > MAX_XLSX_ITEMS) throw tooManyForExcel();
  const format = FORMATS[formatName];
  const given = Object.fromEntries(
    Object.entries({ bom, delimiter, skipHeaderRow, xmlRoot, xmlRow, feedTitle, feedDescription }).filter(
      ([, value]) => value !== undefined,
    ),
  ) as FormatOptions;
  if (formatName === 'json' && reading.joined) return writeJoinedJson(reading.joined(','), given);
  if (format.isTable) {
    const rows = { count: 0 };
    given.columns = (await collectColumns(counted(reading.batches(), rows), reading.selectedFields)).columns;
    // An item that is unwound is many rows, and only now is it known how many.
    if (formatName === 'xlsx' && rows.count > MAX_XLSX_ITEMS) throw tooManyForExcel();
  }
  return format.write(format.isTable ? reading.batches() : await started(reading.batches()), given);
}

/** Reads the first batch ahead: an item there that cannot be given as asked is then refused in words, before an answer has begun. */
async function started(batches: AsyncGenerator<string[]>): Promise<ItemBatches> {
  const first = await batches.next();
  return (async function* () {
    if (first.done) return;
    yield first.value;
    yield* batches;
  })();
}

async function* counted(batches: ItemBatches, rows: { count: number }): AsyncGenerator<readonly string[]> {
  for await (const texts of batches) {
    rows.count += texts.length;
    yield texts;
  }
}

const tooManyForExcel = () =>
  new ApiError(
    'invalid-parameter',
    `Parameter "format": an Excel sheet holds ${MAX_XLSX_ITEMS} items at most; use limit or csv`,
  );
