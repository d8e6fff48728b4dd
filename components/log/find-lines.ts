import { plainText } from './ansi.ts';

/** Where a text was found so far: lines are added at the end only, so nothing is looked at twice. */
export interface Found {
  text: string;
  /** Indexes of lines, in order. */
  at: number[];
  searchedCount: number;
}

export const NOTHING: Found = { text: '', at: [], searchedCount: 0 };

/** Goes on where `before` ended, or begins anew for another text. Capitals do not matter. */
export function findLines(lines: readonly string[], count: number, text: string, before: Found): Found {
  const wanted = text.toLowerCase();
  if (wanted === '') return NOTHING;
  const isSame = before.text === wanted && before.searchedCount <= count;
  if (isSame && before.searchedCount === count) return before;
  const at = isSame ? [...before.at] : [];
  for (let index = isSame ? before.searchedCount : 0; index < count; index++) {
    if (
      plainText(lines[index] ?? '')
        .toLowerCase()
        .includes(wanted)
    )
      at.push(index);
  }
  return { text: wanted, at, searchedCount: count };
}

/** The next of some lines after the one where the reader is, or before it; around the end, where there is none. */
export function neighbour(at: readonly number[], from: number, direction: 1 | -1): number | undefined {
  if (direction === 1) return at.find((index) => index > from) ?? at[0];
  return at.findLast((index) => index < from) ?? at.at(-1);
}
