import { type Authorized, authorize, reauthorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/load.ts';
import type { Ctx } from '../context.ts';
import { type ItemsSelection, NO_LIMIT } from './input.ts';
import { ITEM_SEPARATOR } from './items/split.ts';
import { isTransforming, makeTransform, type TransformOptions } from './items/transform.ts';
import { readItems } from './queries.ts';

/** Items on their way out. `batches` can be read more than once; each reading goes to the database anew. */
export interface ItemsReading {
  total: number;
  offset: number;
  limit: number;
  /** Items in this page; those that `clean` and `skipEmpty` leave out are counted, since they are known only when read. */
  count: number;
  desc: boolean;
  /** Names asked for, in order; undefined for all. */
  selectedFields: readonly string[] | undefined;
  datasetId: string;
  datasetName: string | null;
  batches: () => AsyncGenerator<string[]>;
  /** The same as they are stored, with a separator between them; null where the selection changes items. */
  joined: ((separator: string) => AsyncGenerator<string>) | null;
}

/**
 * Opens a dataset's items for reading, as raw texts in batches of about a quarter of a megabyte.
 * The right to read is asked for again every half second while they stream, so that a reader who loses it is cut off within a second.
 * Errors: `invalid-input`, `record-not-found`, `insufficient-permissions`.
 */
export async function listItems(
  ctx: Ctx,
  reference: Reference<'dataset'>,
  selection: ItemsSelection,
): Promise<ItemsReading> {
  const items: Reference<'dataset'> = { ...reference, content: { kind: 'whole' } };
  const proof = await authorize(ctx, 'read', items);
  const { offset, limit, desc } = selection;
  const options = transformOptions(selection);
  const transform = makeTransform(options);
  const total = proof.row.itemCount;
  const count = Math.max(0, Math.min(limit, total - offset));
  const recheck = () => reauthorize(ctx, 'read', items);
  const joined = (separator: string) => readJoined(proof, { offset, count, desc, separator }, recheck);
  return {
    ...{ total, offset, limit: Math.min(limit, NO_LIMIT), count, desc },
    selectedFields: selection.outputFields ?? selection.fields,
    datasetId: proof.row.id,
    datasetName: proof.row.name,
    joined: isTransforming(options) ? null : joined,
    batches: async function* () {
      for await (const texts of joined(ITEM_SEPARATOR)) {
        yield texts
          .split(ITEM_SEPARATOR)
          .map(transform)
          .filter((text) => text !== null);
      }
    },
  };
}

function transformOptions({
  clean,
  skipHidden,
  skipEmpty,
  fields,
  omit,
  outputFields,
}: ItemsSelection): TransformOptions {
  return {
    ...{ clean, skipHidden, skipEmpty },
    ...(fields && { fields }),
    ...(omit && { omit }),
    ...(outputFields && { outputFields }),
  };
}

const RECHECK_AFTER_MILLIS = 500;

/** The items of a page of positions, a query at a time, as they are stored. */
async function* readJoined(
  proof: Authorized<'dataset', 'read'>,
  { offset, count, desc, separator }: { offset: number; count: number; desc: boolean; separator: string },
  recheck: () => Promise<unknown>,
): AsyncGenerator<string> {
  let position = desc ? proof.row.itemCount - 1 - offset : offset;
  let left = count;
  let checkedAt = Date.now();
  const read = () => {
    const page = readItems(proof, { position, maxCount: left, desc, separator });
    // It is awaited below, unless the reader goes away first.
    page.catch(() => {});
    return page;
  };
  let ahead = left > 0 ? read() : null;
  while (ahead) {
    const page = await ahead;
    if (page.count === 0) return;
    position += desc ? -page.count : page.count;
    left -= page.count;
    if (Date.now() - checkedAt > RECHECK_AFTER_MILLIS) {
      await recheck();
      checkedAt = Date.now();
    }
    // The database reads the next page while this one is sent.
    ahead = left > 0 ? read() : null;
    yield page.joined;
  }
}
