/** How much a storage holds, by the column of its kind: items, records or requests. */
export function entryCountOf(
  row: { itemCount: number } | { recordCount: number } | { totalRequestCount: number },
): number {
  if ('itemCount' in row) return row.itemCount;
  return 'recordCount' in row ? row.recordCount : row.totalRequestCount;
}
