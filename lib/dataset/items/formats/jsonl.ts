import { byteOrderMark, type Chunks, type FormatOptions, type ItemBatches } from './format.ts';

/**
 * One item a line. Line breaks within an item's text are space between tokens, since a JSON string cannot contain them, and are
 * taken out; every other byte stays as it was sent.
 */
export async function* writeJsonl(source: ItemBatches, { bom = false }: FormatOptions): Chunks {
  if (bom) yield byteOrderMark(bom);
  for await (const texts of source) {
    const lines = texts.map((text) => `${text.replace(/[\r\n]+/g, '')}\n`);
    if (lines.length > 0) yield lines.join('');
  }
}
