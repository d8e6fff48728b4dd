import { authorize } from '../authorization/authorize.ts';
import { declaredLevel } from '../authorization/load.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import type { PermissionLevel } from '../vocabulary.ts';
import { selectLevelImpact } from './queries.ts';
import { type RoughCount, roughCount } from './rough-count.ts';

/** How many it concerns in other accounts than the owner's; what each is, `LevelImpact` says. */
export interface LevelImpactView {
  /** As declared; one that declares none counts as full. */
  declaredLevel: PermissionLevel;
  /** What a plain start has now. */
  effectiveLevel: PermissionLevel;
  givenCount: RoughCount;
  stoppedAccountCount: RoughCount;
  stoppedScheduleCount: RoughCount;
  stoppedWebhookCount: RoughCount;
}

/**
 * Gives how many others a change of the Actor's level concerns, before it is made: numbers alone, whoever they are, and no small ones, from
 * which a developer could read whether somebody uses the Actor, or has approved it.
 * Errors: `record-not-found`, `insufficient-permissions` for those who may not change the Actor.
 */
export async function getLevelImpact(ctx: Ctx, address: Address): Promise<LevelImpactView> {
  const proof = await authorize(ctx, 'write', { kind: 'actor', address });
  const { permissionLevel, forcePermissionLevel } = proof.row;
  const declared = declaredLevel(permissionLevel);
  const impact = await selectLevelImpact(proof);
  return {
    ...{ declaredLevel: declared, effectiveLevel: forcePermissionLevel ?? declared },
    givenCount: roughCount(impact.givenCount),
    stoppedAccountCount: roughCount(impact.stoppedAccountCount),
    stoppedScheduleCount: roughCount(impact.stoppedScheduleCount, impact.scheduleAccountCount),
    stoppedWebhookCount: roughCount(impact.stoppedWebhookCount, impact.webhookAccountCount),
  };
}
