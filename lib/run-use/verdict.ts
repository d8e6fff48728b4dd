/** What the observed use of an Actor says about the permissions that it needs. */
import type { UseRow } from './queries.ts';

/** Finished runs that it takes. Source: ux, Observed use: "verdict after ≥ 5 finished runs". */
export const MIN_RUNS = 5;

/** A call that was refused did nothing, so it needs nothing. */
export const isAllOwn = (uses: readonly UseRow[]) => uses.every(({ isOwn, isRefused }) => isOwn || isRefused);
