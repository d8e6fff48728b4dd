import { authorize } from '../authorization/authorize.ts';
import { declaredLevel } from '../authorization/load.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import type { PermissionLevel } from '../vocabulary.ts';
import { type LevelImpact, selectLevelImpact } from './queries.ts';

export interface LevelImpactView extends LevelImpact {
  /** As declared; one that declares none counts as full. */
  declaredLevel: PermissionLevel;
  /** What a plain start has now. */
  effectiveLevel: PermissionLevel;
}

/**
 * Gives how many others a change of the Actor's level concerns, before it is made: numbers alone, whoever they are.
 * Errors: `record-not-found`, `insufficient-permissions` for those who may not change the Actor.
 */
export async function getLevelImpact(ctx: Ctx, address: Address): Promise<LevelImpactView> {
  const proof = await authorize(ctx, 'write', { kind: 'actor', address });
  const { permissionLevel, forcePermissionLevel } = proof.row;
  const declared = declaredLevel(permissionLevel);
  const impact = await selectLevelImpact(proof);
  return { ...impact, declaredLevel: declared, effectiveLevel: forcePermissionLevel ?? declared };
}
