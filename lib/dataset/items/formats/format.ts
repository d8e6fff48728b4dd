/** Items on their way out, already transformed: batches of raw item texts. A batch is what is held in memory at a time. */
export type ItemBatches = AsyncIterable<readonly string[]>;

/** What is sent. It is made only as it is asked for, so that a slow reader slows the source down. */
export type Chunks = AsyncIterable<string | Uint8Array>;

/**
 * How items are written. All text is UTF-8.
 * `columns`: of tables (csv, xlsx, html), from `collectColumns` or names of fields. `bom`: begin with a byte order mark; by default
 * only csv does. `delimiter`, `skipHeaderRow`: of csv. `xmlRoot`, `xmlRow`: element names of xml. `feedTitle`, `feedDescription`: of
 * the rss channel; `feedLink`: its address, a URL.
 * Source: Get dataset items, query parameters.
 */
export interface FormatOptions {
  columns?: readonly string[];
  bom?: boolean;
  delimiter?: string;
  eol?: '\n' | '\r\n';
  skipHeaderRow?: boolean;
  xmlRoot?: string;
  xmlRow?: string;
  feedTitle?: string;
  feedDescription?: string;
  feedLink?: string;
}

export type WriteItems = (source: ItemBatches, options: FormatOptions) => Chunks;

/** The first chunk of a text format; empty without a mark. */
export const byteOrderMark = (isWanted: boolean) => (isWanted ? '\uFEFF' : '');
