import type { Authorized, AuthorizedAccount } from '../authorization/authorize.ts';
import { type LimitedRun, selectEarlierRuns, type UseRow } from '../run-use/queries.ts';
import { isAllOwn, MIN_RUNS } from '../run-use/verdict.ts';

/** What runs of an Actor in one's own account say about the permissions that it needs. */
export interface EarlierRuns {
  days: number;
  /** Finished in these days, counted without those that limited permissions may have kept from their end. */
  finishedRuns: number;
  /** Whether all that they did would have been permitted with limited permissions; null as long as there were too few to tell. */
  wouldWorkLimited: boolean | null;
  /** What they did in these days that takes full permissions. */
  beyond: UseRow[];
  /** The last run with limited permissions, where it came to no good end and was refused something. */
  failedLimited: LimitedRun | null;
}

const DAYS = 30;

export async function findEarlierRuns(
  account: AuthorizedAccount<'approve'>,
  proof: Authorized<'actor', 'read'>,
): Promise<EarlierRuns> {
  const { uses, finishedRuns, lastLimited } = await selectEarlierRuns(account, proof, DAYS);
  const hasFailed = lastLimited !== null && HAS_FAILED.includes(lastLimited.status) && lastLimited.refusals.length > 0;
  return {
    ...{ days: DAYS, finishedRuns },
    // What a program was refused it may have needed.
    wouldWorkLimited: finishedRuns < MIN_RUNS ? null : isAllOwn(uses) && !hasFailed,
    beyond: uses.filter(({ isOwn, isRefused }) => !isOwn && !isRefused),
    failedLimited: hasFailed ? lastLimited : null,
  };
}

/** To be stopped by a person says nothing of rights. */
const HAS_FAILED: readonly LimitedRun['status'][] = ['FAILED', 'TIMED-OUT'];
