import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { itemsSelection } from './input.ts';
import { decodeString, firstMembers } from './items/members.ts';
import { listItems } from './list-items.ts';

/** A page of items as a table of texts; null where an item has no such field. */
export interface ItemsPreview {
  columns: string[];
  rows: { position: number; cells: (string | null)[] }[];
  total: number;
  offset: number;
}

const PAGE_ITEMS = 25;
const MAX_COLUMNS = 30;
const MAX_CELL_CHARS = 200;
const MAX_PREVIEW_CHARS = 1_000_000;

/** Reads a page of items for showing: fields in order of appearance, long values cut. Errors: as `listItems`. */
export async function previewItems(ctx: Ctx, address: Address, offset: number): Promise<ItemsPreview> {
  const selection = itemsSelection.parse({ offset: String(offset), limit: String(PAGE_ITEMS) });
  const reading = await listItems(ctx, { kind: 'dataset', address }, selection);
  const items: Map<string, string>[] = [];
  let charCount = 0;
  for await (const texts of reading.batches()) {
    for (const text of texts)
      items.push(new Map(firstMembers(text, MAX_COLUMNS).map(({ name, rawValue }) => [name, rawValue])));
    charCount += texts.reduce((sum, text) => sum + text.length, 0);
    // A page is for looking; items of megabytes are for export.
    if (charCount > MAX_PREVIEW_CHARS) break;
  }
  const columns = [...new Set(items.flatMap((item) => [...item.keys()]))].slice(0, MAX_COLUMNS);
  const rows = items.map((item, index) => ({
    position: offset + index,
    cells: columns.map((column) => {
      const raw = item.get(column);
      return raw === undefined ? null : shown(raw);
    }),
  }));
  return { columns, rows, total: reading.total, offset };
}

/** Text without its quotes; all else as it is written. */
function shown(rawValue: string): string {
  const text = rawValue.startsWith('"') ? decodeString(rawValue) : rawValue;
  return text.length > MAX_CELL_CHARS ? `${text.slice(0, MAX_CELL_CHARS)}…` : text;
}

export { PAGE_ITEMS as PREVIEW_PAGE_ITEMS };
