import { type ApprovalState, approvalState, plainLevel } from '../approval/standing.ts';
import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { invalidInput } from '../errors.ts';
import { type KeyPage, keyPage, type PageKey } from '../paging.ts';
import type { UseRow } from '../run-use/queries.ts';
import { isAllOwn, MIN_RUNS } from '../run-use/verdict.ts';
import type { PermissionLevel } from '../vocabulary.ts';
import { approvalFilter, WHYS, type Why } from './input.ts';
import { type ApprovalListRow, countStandings, selectApprovals, USE_DAYS } from './queries.ts';

/** How what somebody had given came to an end. `by`: who took it back; null where the account is gone. */
export type EndOfApproval =
  | { how: 'revoked'; at: Date; by: string | null }
  | {
      how: 'level-changed';
      at: Date | null;
      from: PermissionLevel | null;
      to: PermissionLevel | null;
      reason: string | null;
    };

/** An Actor that has something to do with full permissions in the account. */
export interface ApprovalRowView {
  /** Of the Actor. */
  id: string;
  /** Since when it stands as it does: what pages go on from. */
  createdAt: Date;
  name: string | null;
  title: string | null;
  ownerUsername: string;
  isVisible: boolean;
  level: PermissionLevel;
  why: Why;
  standing: ApprovalState;
  /** Where it may not run with full permissions any more, although it could once. */
  ended: EndOfApproval | null;
  lastRun: { id: string; startedAt: Date; level: PermissionLevel } | null;
  use: {
    days: number;
    uses: UseRow[];
    /** Whether all that it did could have been done with limited permissions; null as long as there were too few finished runs to tell. */
    wouldWorkLimited: boolean | null;
  };
}

/**
 * Lists the Actors that may run with full permissions in one's own account and why, those that are always limited, and those that could once.
 * Errors: `invalid-input`, `token-not-provided`, `insufficient-permissions` for programs.
 */
export async function listApprovals(
  ctx: Ctx,
  { filter, after, limit }: { filter: unknown; after?: PageKey | undefined; limit: number },
): Promise<KeyPage<ApprovalRowView>> {
  const parsed = approvalFilter.safeParse(filter);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const proof = await authorizeAccount(ctx, 'approve');
  const rows = await selectApprovals(proof, { why: parsed.data.why, after, limit: limit + 1 });
  return keyPage(rows.map(rowView), limit);
}

/** How many there are of each. Errors: as `listApprovals`. */
export async function countApprovals(ctx: Ctx): Promise<Record<Why, number>> {
  const counted = await countStandings(await authorizeAccount(ctx, 'approve'));
  const countOf = (why: Why) => counted.find((row) => row.why === why)?.count ?? 0;
  return Object.fromEntries(WHYS.map((why) => [why, countOf(why)])) as Record<Why, number>;
}

function rowView(row: ApprovalListRow): ApprovalRowView {
  const { id, createdAt, name, title, ownerUsername, isVisible, uses, finishedRuns } = row;
  const standing = standingOf(row);
  const why = whyOf(standing, row);
  return {
    ...{ id, createdAt, name, title, ownerUsername, isVisible, standing, why },
    level: plainLevel(row),
    ended: why === 'ended' || why === 'waits' || why === 'skip-setting' ? endOf(row) : null,
    lastRun:
      row.lastRunId && row.lastRunAt && row.lastRunLevel
        ? { id: row.lastRunId, startedAt: row.lastRunAt, level: row.lastRunLevel }
        : null,
    use: {
      ...{ days: USE_DAYS, uses },
      wouldWorkLimited: finishedRuns >= MIN_RUNS ? isAllOwn(uses) : null,
    },
  };
}

/** A ceiling stays one although the Actor asks for no more, as long as nobody takes it away. */
const standingOf = (row: ApprovalListRow): ApprovalState =>
  row.hasCeiling ? { state: 'ceiling', since: row.ceilingSince } : approvalState(row, row.isOwn, row);

/** What its owner took back waits for nobody. */
function whyOf({ state }: ApprovalState, row: ApprovalListRow): Why {
  if (state === 'needed') return endOf(row).how === 'revoked' ? 'ended' : 'waits';
  return state === 'limited' ? 'ended' : state;
}

function endOf({ lastEpoch, levelEpoch, revokedAt, revokedBy, ...row }: ApprovalListRow): EndOfApproval {
  if (revokedAt && lastEpoch === levelEpoch) return { how: 'revoked', at: revokedAt, by: revokedBy };
  return { how: 'level-changed', at: row.changedAt, from: row.fromLevel, to: row.toLevel, reason: row.reason };
}
