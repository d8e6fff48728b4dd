/** How an Actor stands with an account that would run it, said by the function that decides starts. */

import { decideStart } from '../authorization/decide.ts';
import { declaredLevel } from '../authorization/load.ts';
import { effectiveLevel } from '../authorization/types.ts';
import type { PermissionLevel } from '../vocabulary.ts';
import type { Standing } from './queries.ts';

/**
 * `limited`: there is nothing to approve. `ceiling`: the account gives it no more than limited permissions. `needed`: a person has to say yes
 * before it can start. The others are why it needs no yes (any more).
 */
export type ApprovalState =
  | { state: 'limited' }
  | { state: 'ceiling'; since: Date | null }
  | { state: 'own-actor' }
  | { state: 'approved'; since: Date | null; by: string | null }
  | { state: 'prior-run'; since: Date | null }
  | { state: 'skip-setting' }
  | { state: 'needed' };

interface Levels {
  permissionLevel: PermissionLevel | null;
  forcePermissionLevel: PermissionLevel | null;
}

/** Of a plain start. */
export const plainLevel = ({ permissionLevel, forcePermissionLevel }: Levels): PermissionLevel =>
  forcePermissionLevel ?? declaredLevel(permissionLevel);

/** How a plain start by the account itself would be decided. */
export function approvalState(actor: Levels, isOwnActor: boolean, standing: Standing): ApprovalState {
  const level = plainLevel(actor);
  if (level === 'LIMITED_PERMISSIONS') return { state: 'limited' };
  if (standing.hasCeiling) return { state: 'ceiling', since: standing.ceilingSince };
  const { permitted, because } = decideStart({
    callerLevel: null,
    effectiveLevel: effectiveLevel(level, standing.hasCeiling),
    isOwnActor,
    isApproved: standing.isApproved,
    hasPriorRun: standing.hasPriorRun,
    skipsApproval: standing.skipsApproval,
  });
  if (!permitted) return { state: 'needed' };
  if (because.includes('own-actor')) return { state: 'own-actor' };
  if (because.includes('approved')) return { state: 'approved', since: standing.approvedAt, by: standing.approvedBy };
  if (because.includes('prior-run')) return { state: 'prior-run', since: standing.firstRunAt };
  return { state: 'skip-setting' };
}
