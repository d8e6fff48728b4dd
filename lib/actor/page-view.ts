import { seesSource } from '../actor-version/view.ts';
import { authorize } from '../authorization/authorize.ts';
import { declaredLevel } from '../authorization/load.ts';
import type { RuleId } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import type { PermissionLevel } from '../vocabulary.ts';
import { describeActor } from './get.ts';
import { selectHasDefaultBuild, selectOwnerName } from './queries.ts';
import type { ActorView } from './view.ts';

/** What the page of an Actor shows around its parts. */
export interface ActorPageView {
  actor: ActorView;
  /** As declared; one that declares none counts as full. */
  level: PermissionLevel;
  isLevelDeclared: boolean;
  /** What a run gets that asks for no level. */
  effectiveLevel: PermissionLevel;
  isOwner: boolean;
  /** What its owner is called; empty where they gave no name. */
  ownerName: string;
  /** Whether a start that asks for no build gets one. */
  hasDefaultBuild: boolean;
  /** Whether sources and environment are shown. */
  seesSource: boolean;
  may: { write: boolean; share: boolean; run: boolean; build: boolean; viewOwnerRuns: boolean };
  /** The rules by which the viewer may see it. */
  because: readonly RuleId[];
}

/** Errors: `record-not-found`. */
export async function getActorPage(ctx: Ctx, address: Address): Promise<ActorPageView> {
  const proof = await authorize(ctx, 'read', { kind: 'actor', address });
  const { row, account, because, may } = proof;
  const level = declaredLevel(row.permissionLevel);
  const [actor, hasDefaultBuild, ownerName] = await Promise.all([
    describeActor(proof),
    selectHasDefaultBuild(proof),
    selectOwnerName(proof),
  ]);
  return {
    ...{ actor, hasDefaultBuild, ownerName },
    level,
    isLevelDeclared: row.permissionLevel !== null,
    effectiveLevel: row.forcePermissionLevel ?? level,
    isOwner: account?.id === row.ownerId,
    seesSource: seesSource(proof),
    may: {
      write: may.write,
      share: may.share,
      run: may.run,
      build: may.build,
      viewOwnerRuns: may['view-owner-runs'],
    },
    because,
  };
}
