import { authorize, authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { Address } from '../ids.ts';
import { type RefusalRow, selectActorUses, selectRefusals, selectUses, type UseRow } from '../run-use/queries.ts';
import { isAllOwn, MIN_RUNS } from '../run-use/verdict.ts';
import type { PermissionLevel } from '../vocabulary.ts';

/** What the program of a run did with its token, and what it was refused: the right that was missing, and on what. */
export interface RunUseView {
  level: PermissionLevel;
  refusals: RefusalRow[];
  uses: UseRow[];
  /** Whether all that it did could have been done with limited permissions. */
  wouldWorkLimited: boolean;
}

/**
 * Gives the observed use of a run, for the account that it belongs to and for those who were given it.
 * Errors: `record-not-found`, `insufficient-permissions`.
 */
export async function getRunUse(ctx: Ctx, address: Address): Promise<RunUseView> {
  const proof = await authorize(ctx, 'read', { kind: 'run', address });
  // Whoever reads a run because it is open to all has no business with what its program tried.
  if (proof.because.every((rule) => rule === 'anyone-with-id'))
    throw new ApiError('insufficient-permissions', 'Insufficient permissions for the run');
  const [refusals, uses] = await Promise.all([selectRefusals(proof), selectUses(proof)]);
  return { level: proof.row.level, refusals, uses, wouldWorkLimited: isAllOwn(uses) };
}

/** What the programs of an account's runs of an Actor did in the last days. */
export interface ActorUseView {
  days: number;
  uses: UseRow[];
  finishedRuns: number;
  /** The last day of any use, `YYYY-MM-DD`. */
  lastUsedOn: string | null;
  /** As of a run's; null as long as there were too few runs to tell. */
  wouldWorkLimited: boolean | null;
}

const DAYS = 30;

/**
 * Gives the observed use of an Actor by the runs of one's own account.
 * Errors: `token-not-provided`, `record-not-found`, `insufficient-permissions`.
 */
export async function getActorUse(ctx: Ctx, address: Address, days = DAYS): Promise<ActorUseView> {
  const account = await authorizeAccount(ctx, 'read-settings');
  const actor = await authorize(ctx, 'read', { kind: 'actor', address });
  const { uses, finishedRuns, lastUsedOn } = await selectActorUses(account, actor, days);
  const wouldWorkLimited = finishedRuns >= MIN_RUNS ? isAllOwn(uses) : null;
  return { days, uses, finishedRuns, lastUsedOn, wouldWorkLimited };
}
