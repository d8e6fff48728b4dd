import { type JsonNode, readTree } from './tree.ts';

/** Between the names on the way to a nested value: `address/city`, `tags/0`. */
const PATH_SEPARATOR = '/';

/** "CSV, XLSX and HTML tables are limited to 2000 columns and the column names cannot be longer than 200 characters." Source: Get dataset items. */
export const MAX_COLUMNS = 2_000;
export const MAX_COLUMN_NAME_CHARS = 200;

/** `isTruncated`: some columns were left out, because of the documented limits of tables. */
export interface Columns {
  columns: string[];
  isTruncated: boolean;
}

/**
 * The columns of a table of these items: the union over all items of the paths to their values, in order of first appearance.
 * A path where only empty arrays and objects were seen is one column. `fields`: names asked for; they come first, in that order, and
 * each has a column even when no item has it. Reads the whole source, holding only names.
 */
export async function collectColumns(
  source: AsyncIterable<readonly string[]>,
  fields: readonly string[] = [],
): Promise<Columns> {
  const found: FoundPaths = { columns: new Map(), parents: new Set(), isTruncated: false };
  for await (const texts of source) {
    for (const text of texts) {
      for (const [name, value] of childrenOf(readTree(text))) collect(value, name, found);
    }
  }
  const columns = [...found.columns]
    .filter(([path, isEmpty]) => !isEmpty || !found.parents.has(path))
    .map(([path]) => path);
  return { columns: fields.length > 0 ? orderByFields(columns, fields) : columns, isTruncated: found.isTruncated };
}

/** `columns`: path to whether only empty containers were seen there. `parents`: paths that have paths below them. */
interface FoundPaths {
  columns: Map<string, boolean>;
  parents: Set<string>;
  isTruncated: boolean;
}

function collect(node: JsonNode, path: string, found: FoundPaths): void {
  if (path.length > MAX_COLUMN_NAME_CHARS) {
    found.isTruncated = true;
    return;
  }
  const children = childrenOf(node);
  if (children.length === 0) {
    addColumn(path, node.kind !== 'scalar', found);
    return;
  }
  // Bounded like the columns, or items whose names never repeat would fill the memory.
  if (found.parents.size < MAX_COLUMNS) found.parents.add(path);
  for (const [name, child] of children) collect(child, path + PATH_SEPARATOR + name, found);
}

function addColumn(path: string, isEmpty: boolean, found: FoundPaths): void {
  if (found.columns.has(path)) {
    if (!isEmpty) found.columns.set(path, false);
  } else if (found.columns.size >= MAX_COLUMNS) {
    found.isTruncated = true;
  } else {
    found.columns.set(path, isEmpty);
  }
}

function orderByFields(columns: readonly string[], fields: readonly string[]): string[] {
  const isOf = (field: string) => (column: string) => column === field || column.startsWith(field + PATH_SEPARATOR);
  const asked = fields.flatMap((field) => {
    const own = columns.filter(isOf(field));
    return own.length > 0 ? own : [field];
  });
  return [...new Set([...asked, ...columns])];
}

/** One cell for each column: the raw JSON text of its value, or undefined when the item has none there. */
export type RawRow = (string | undefined)[];

/**
 * Makes the function that lays an item out in columns.
 * `columns`: paths as `collectColumns` gives them, or plain names of fields. Where an array or object itself is a column, and nothing
 * below it is, the cell is its JSON text, so that a table of top-level fields loses nothing. Values without a column are left out.
 */
export function makeRowReader(columns: readonly string[]): (text: string) => RawRow {
  const places = new Map(columns.map((path, place) => [path, place]));
  const parents = new Set(columns.flatMap(parentPaths));
  const fill = (node: JsonNode, path: string, row: RawRow): void => {
    if (node.kind !== 'scalar' && parents.has(path)) {
      for (const [name, child] of childrenOf(node)) fill(child, path + PATH_SEPARATOR + name, row);
      return;
    }
    const place = places.get(path);
    if (place !== undefined) row[place] = node.raw;
  };
  return (text) => {
    const row: RawRow = Array.from({ length: columns.length });
    for (const [name, value] of childrenOf(readTree(text))) fill(value, name, row);
    return row;
  };
}

/** `a/b/c` gives `a` and `a/b`. */
function parentPaths(path: string): string[] {
  const names = path.split(PATH_SEPARATOR);
  return names.slice(1).map((_, index) => names.slice(0, index + 1).join(PATH_SEPARATOR));
}

function childrenOf(node: JsonNode): [name: string, child: JsonNode][] {
  if (node.kind === 'object') return node.members.map(({ name, value }) => [name, value]);
  if (node.kind === 'array') return node.elements.map((element, index) => [String(index), element]);
  return [];
}
