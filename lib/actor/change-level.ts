import type { Transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import type { Authorized } from '../authorization/authorize.ts';
import { declaredLevel } from '../authorization/load.ts';
import type { Ctx } from '../context.ts';
import { closeConcerned, insertLevelChange, notifyConcerned } from '../level-change/queries.ts';
import { type ActorDetails, saveActor } from './queries.ts';

type Levels = Pick<ActorDetails, 'permissionLevel' | 'defaultRunOptions'>;

/** What the Actor declares, and what a run gets that asks for nothing else. */
function levelsOf({ permissionLevel, defaultRunOptions }: Levels) {
  const declared = declaredLevel(permissionLevel);
  return { declared, effective: defaultRunOptions.forcePermissionLevel ?? declared };
}

/**
 * Begins a new epoch where the Actor's level has changed in either direction, declared or by its run options: approvals and runs of before
 * no longer count. That an Actor says at last what it was taken for is no change. `reason`: what users are told when they are asked again.
 * Those whose starts will be refused are told in the same transaction.
 * The row must be locked to the end of the transaction, as that of an Actor that is being started is.
 */
export async function changeLevel(
  ctx: Ctx,
  tx: Transaction,
  proof: Authorized<'actor', 'write'>,
  { before, after, reason }: { before: ActorDetails; after: Levels; reason: string | null },
): Promise<void> {
  const [from, to] = [levelsOf(before), levelsOf(after)];
  if (from.declared === to.declared && from.effective === to.effective) return;
  const levelEpoch = before.levelEpoch + 1;
  await saveActor(tx, proof, { levelEpoch });
  await insertLevelChange(tx, proof, { levelEpoch, fromLevel: from.effective, toLevel: to.effective, reason });
  if (to.effective === 'FULL_PERMISSIONS') await notifyConcerned(tx, proof, before.levelEpoch);
  else await closeConcerned(tx, proof);
  await recordAudit(tx, ctx, {
    accountId: proof.row.ownerId,
    event: 'actor.permission-level-changed',
    principal: auditPrincipal(proof),
    because: proof.because,
    resource: proof.row,
    detail: {
      ...{ from: from.declared, to: to.declared, levelEpoch },
      ...(from.effective !== from.declared && { effectiveFrom: from.effective }),
      ...(to.effective !== to.declared && { effectiveTo: to.effective }),
      ...(reason && { reason }),
    },
  });
}
