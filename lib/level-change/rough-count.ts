/** Numbers of people, for somebody who is not to find out single ones by counting. */

/** Below this a number is not told: it would say who it is as good as a name. */
export const FEW = 5;

/** `few`: some, but fewer than `FEW`. `some`: any number, of fewer people than that. */
export type RoughCount = number | 'few' | 'some';

/** Gives a number as it may be told. `personCount`: of those it is about, where each may stand for several. */
export function roughCount(count: number, personCount = count): RoughCount {
  if (count === 0) return 0;
  if (count < FEW) return 'few';
  return personCount < FEW ? 'some' : count;
}
