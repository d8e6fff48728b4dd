import type { Ctx } from '../context.ts';
import { invalidInput } from '../errors.ts';
import { parseAddress } from '../ids.ts';
import { exportItems } from './export-items.ts';
import { itemsSelection, itemsWriting } from './input.ts';
import type { Chunks } from './items/formats/format.ts';
import { FORMATS } from './items/formats/formats.ts';
import { listItems } from './list-items.ts';

/** Items as a file. */
export interface ItemsFile {
  name: string;
  contentType: string;
  chunks: Chunks;
}

/** Writes a dataset's items into a file. `query`: the same parameters as over the API. `gone`, errors: as `listItems`. */
export async function downloadItems(
  ctx: Ctx,
  addressText: string,
  query: Record<string, string>,
  gone?: AbortSignal,
): Promise<ItemsFile> {
  const parsed = itemsSelection.extend(itemsWriting.shape).safeParse(query);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { format: formatName, ...options } = parsed.data;
  const reading = await listItems(ctx, { kind: 'dataset', address: parseAddress(addressText) }, options, gone);
  const format = FORMATS[formatName];
  return {
    name: `${reading.datasetName ?? reading.datasetId}.${format.fileExtension}`,
    contentType: format.contentType,
    chunks: await exportItems(reading, formatName, options),
  };
}
