import { type Authorized, authorize, reauthorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import type { ItemsSelection } from './input.ts';
import { ITEM_SEPARATOR } from './items/split.ts';
import { isTransforming, isUnwinding, makeTransform, makeUnwinding, type TransformOptions } from './items/transform.ts';
import { unwindBatches } from './items/unwind-batches.ts';
import { planItems } from './plan-items.ts';
import { readItems } from './queries.ts';

/** Items on their way out. `batches` can be read more than once; each reading goes to the database anew. */
export interface ItemsReading {
  total: number;
  offset: number;
  limit: number;
  /**
   * Stored items in this page, as `total` counts them: those that `clean` and `skipEmpty` leave out are among them, since they are known
   * only when read, and one that is unwound is one.
   * Source: Get dataset items, Pagination: "always performed with the granularity of a single item, regardless" of `unwind`.
   */
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
 * `gone`: aborted when nobody waits for the items any more, which ends the reading even while it has nothing to pass on.
 * Errors: `invalid-input`, `requested-dataset-view-does-not-exist`, `record-not-found`, `insufficient-permissions`.
 */
export async function listItems(
  ctx: Ctx,
  reference: Reference<'dataset'>,
  selection: ItemsSelection,
  gone?: AbortSignal,
): Promise<ItemsReading> {
  const items: Reference<'dataset'> = { ...reference, content: { kind: 'whole' } };
  const proof = await authorize(ctx, 'read', items);
  const { offset, limit, desc, transform: options } = planItems(selection, proof.row.schema);
  const toBatches = batchesBy(options);
  const total = proof.row.itemCount;
  const count = Math.max(0, Math.min(limit, total - offset));
  const look = makeLook(() => reauthorize(ctx, 'read', items), gone);
  const joined = (separator: string) => readJoined(proof, { offset, count, desc, separator }, look);
  return {
    ...{ total, offset, limit, count, desc },
    selectedFields: selectedFields(options),
    datasetId: proof.row.id,
    datasetName: proof.row.name,
    joined: isTransforming(options) ? null : joined,
    batches: () => toBatches(joined(ITEM_SEPARATOR), look),
  };
}

/** Makes what turns pages of joined items into batches of transformed ones. Errors: `invalid-input` for options that do not fit. */
function batchesBy(options: TransformOptions) {
  const unwind = isUnwinding(options) ? makeUnwinding(options) : null;
  const transform = unwind ? null : makeTransform(options);
  return (pages: AsyncIterable<string>, look: () => Promise<void>): AsyncGenerator<string[]> => {
    const stored = splitPages(pages);
    return unwind ? unwindBatches(stored, unwind, look) : mapBatches(stored, transform ?? ((text) => text));
  };
}

async function* splitPages(pages: AsyncIterable<string>): AsyncGenerator<string[]> {
  for await (const joined of pages) yield joined.split(ITEM_SEPARATOR);
}

async function* mapBatches(
  stored: AsyncIterable<string[]>,
  transform: (text: string) => string | null,
): AsyncGenerator<string[]> {
  for await (const texts of stored) yield texts.map(transform).filter((text) => text !== null);
}

/** The columns that a table begins with. A field that is taken apart is none: its parts are. */
function selectedFields({ fields, outputFields, unwind = [], flatten = [] }: TransformOptions) {
  return outputFields ?? fields?.filter((name) => !unwind.includes(name) && !flatten.includes(name));
}

const RECHECK_AFTER_MILLIS = 500;

/** Makes what is called now and then while items stream: it throws when the reader has gone, or may not read any more. */
function makeLook(recheck: () => Promise<unknown>, gone: AbortSignal | undefined): () => Promise<void> {
  let checkedAt = Date.now();
  return async () => {
    gone?.throwIfAborted();
    if (Date.now() - checkedAt <= RECHECK_AFTER_MILLIS) return;
    await recheck();
    checkedAt = Date.now();
  };
}

/** The items of a page of positions, a query at a time, as they are stored. */
async function* readJoined(
  proof: Authorized<'dataset', 'read'>,
  { offset, count, desc, separator }: { offset: number; count: number; desc: boolean; separator: string },
  look: () => Promise<void>,
): AsyncGenerator<string> {
  let position = desc ? proof.row.itemCount - 1 - offset : offset;
  let left = count;
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
    await look();
    // The database reads the next page while this one is sent.
    ahead = left > 0 ? read() : null;
    yield page.joined;
  }
}
