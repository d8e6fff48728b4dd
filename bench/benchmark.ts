/** The words of a benchmark. */
import type { Lab } from './lab/lab.ts';

/** One line of the table. */
export interface Row {
  /** What is measured, beside what. */
  what: string;
  measured: string;
  /** Empty for a line that only informs. */
  limit: string;
  /** null where there is no limit. */
  isMet: boolean | null;
  /** The figures behind the ratio, in absolute terms: they hold for this machine only. */
  figures: string;
}

/** A goal of quality.md, section 2. */
export interface Benchmark {
  id: string;
  title: string;
  /** How it is measured, and why the comparison is a fair one. For readers of the table. */
  how: string;
  run: (lab: Lab) => Promise<Row[]>;
}

/** A line with a largest ratio. `figures`: see `Row`. */
export function atMost(what: string, ratio: number, limit: number, figures: string): Row {
  return { what, measured: times(ratio), limit: `≤ ${limit} ×`, isMet: ratio <= limit, figures };
}

/** A line with a smallest ratio. */
export function atLeast(what: string, ratio: number, limit: number, figures: string): Row {
  return { what, measured: times(ratio), limit: `≥ ${limit} ×`, isMet: ratio >= limit, figures };
}

/** A line without a limit of its own. */
export function informing(what: string, measured: string, figures: string): Row {
  return { what, measured, limit: '', isMet: null, figures };
}

/** `1.23 ×`; large ratios without decimals. */
export const times = (ratio: number) => `${ratio >= 20 ? group(ratio) : ratio.toFixed(2)} ×`;

/** `1,234`. */
export const group = (value: number) => Math.round(value).toLocaleString('en-US');
