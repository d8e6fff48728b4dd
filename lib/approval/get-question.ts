import { createHash } from 'node:crypto';
import { type Authorized, authorize, authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import type { PermissionLevel } from '../vocabulary.ts';
import { type EarlierRuns, findEarlierRuns } from './earlier-runs.ts';
import {
  type AskedActor,
  countBuildsSince,
  type LastApproval,
  type LevelChange,
  type Reach,
  type RefusedRequest,
  selectAskedActor,
  selectLastApproval,
  selectLevelChanges,
  selectReach,
  selectRequests,
  selectStanding,
} from './queries.ts';
import { type ApprovalState, approvalState, plainLevel } from './standing.ts';

/** All that a person is shown before they answer whether an Actor may have full permissions in their account. */
export interface ApprovalQuestion {
  actor: AskedActor & { id: string; level: PermissionLevel };
  standing: ApprovalState;
  /** What full permissions reach in this account. */
  reach: Reach;
  /** What runs of it in this account show of the permissions that it needs. */
  earlierRuns: EarlierRuns;
  /** Where the question came from, the latest first. */
  requests: RefusedRequest[];
  lastApproval: LastApproval | null;
  /** How its level changed since the last approval, or ever; the newest first. */
  changes: LevelChange[];
  /** Builds of it since the last approval; null where there was none. */
  buildsSince: number | null;
  /** When it was asked. */
  at: Date;
  /** What the answer refers to: see `approveActor`. */
  shown: string;
}

/**
 * Gives the question whether an Actor may run with full permissions. It changes nothing.
 * Errors: `token-not-provided`, `record-not-found`, `insufficient-permissions`.
 */
export async function getApprovalQuestion(ctx: Ctx, address: Address): Promise<ApprovalQuestion> {
  const account = await authorizeAccount(ctx, 'approve');
  const proof = await authorize(ctx, 'run', { kind: 'actor', address });
  const [actor, standing, reach, earlierRuns, requests, lastApproval] = await Promise.all([
    selectAskedActor(account, proof),
    selectStanding(account, proof),
    selectReach(account),
    findEarlierRuns(account, proof),
    selectRequests(account, proof),
    selectLastApproval(account, proof),
  ]);
  return {
    actor: { ...actor, id: proof.row.id, level: plainLevel(proof.row) },
    standing: approvalState(proof.row, proof.row.ownerId === account.account.id, standing),
    ...{ reach, earlierRuns, requests, lastApproval },
    changes: await selectLevelChanges(proof, lastApproval?.levelEpoch ?? 0),
    buildsSince: lastApproval && (await countBuildsSince(proof, lastApproval.approvedAt)),
    at: new Date(),
    shown: shownOf(proof, actor),
  };
}

/** How an Actor stands with one's own account. Errors: as `getApprovalQuestion`. */
export async function getApprovalState(ctx: Ctx, address: Address): Promise<ApprovalState> {
  const account = await authorizeAccount(ctx, 'approve');
  const proof = await authorize(ctx, 'run', { kind: 'actor', address });
  return approvalState(proof.row, proof.row.ownerId === account.account.id, await selectStanding(account, proof));
}

/** Changes with whatever a person has to look at again before they answer. */
export function shownOf({ row }: Authorized<'actor', 'run'>, asked: AskedActor): string {
  const { name, title, username, ownerName, buildNumber, hasCeiling } = asked;
  const level = [row.levelEpoch, plainLevel(row), hasCeiling];
  const shown = [row.id, ...level, row.ownerId, username, ownerName, name, title, buildNumber];
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url');
}
