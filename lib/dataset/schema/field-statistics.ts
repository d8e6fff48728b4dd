/**
 * What is known of one field over a number of items. `emptyCount`: items without it; an empty text is not empty. `min` and `max` are null
 * when no item has a value there.
 * Source: Dataset validation → Dataset field statistics.
 */
export interface FieldStatistics {
  min: number | null;
  max: number | null;
  nullCount: number;
  emptyCount: number;
}

/** Those of a field over no items. */
export const noStatistics = (): FieldStatistics => ({ min: null, max: null, nullCount: 0, emptyCount: 0 });

/** Counts fields over items. `statistics`: one for each of `fields`, in their order. */
export class FieldCounter {
  readonly fields: readonly string[];
  readonly statistics: FieldStatistics[];

  constructor(fields: readonly string[]) {
    this.fields = fields;
    this.statistics = fields.map(noStatistics);
  }

  /** `item`: as `parseItem` reads it. */
  add(item: object): void {
    this.statistics.forEach((statistics, place) => {
      const field = this.fields[place] ?? '';
      if (!Object.hasOwn(item, field)) statistics.emptyCount++;
      else addValue(statistics, (item as Record<string, unknown>)[field]);
    });
  }
}

function addValue(statistics: FieldStatistics, value: unknown): void {
  if (value === null) {
    statistics.nullCount++;
    return;
  }
  const max = sizeOf(value);
  // Of a boolean "minimum is always 0".
  const min = typeof value === 'boolean' ? 0 : max;
  statistics.min = Math.min(statistics.min ?? min, min);
  statistics.max = Math.max(statistics.max ?? max, max);
}

/** Numbers count by value, texts and arrays by length, objects by their keys, and true is 1. */
function sizeOf(value: unknown): number {
  // What is beyond a double would be written as null.
  if (typeof value === 'number') return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length;
  return Number(value);
}
