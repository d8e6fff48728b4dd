import { byteOrderMark, type Chunks, type FormatOptions, type ItemBatches } from './format.ts';

/** A JSON array of the items, each exactly as it was sent. */
export function writeJson(source: ItemBatches, options: FormatOptions): Chunks {
  return writeJoinedJson(joinBatches(source), options);
}

/**
 * The same for batches that are joined with `,` already, as a database can do: no item is touched. An empty text is an empty batch.
 */
export async function* writeJoinedJson(source: AsyncIterable<string>, { bom = false }: FormatOptions): Chunks {
  yield `${byteOrderMark(bom)}[`;
  let isFirst = true;
  for await (const joined of source) {
    if (joined === '') continue;
    yield isFirst ? joined : `,${joined}`;
    isFirst = false;
  }
  yield ']';
}

async function* joinBatches(source: ItemBatches): AsyncIterable<string> {
  for await (const texts of source) yield texts.join(',');
}
