import { selectVersions } from '../actor-version/queries.ts';
import { seesSource } from '../actor-version/view.ts';
import { type Authorized, authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { selectActor, selectTaggedBuilds } from './queries.ts';
import { type ActorView, actorView } from './view.ts';

/** Describes an Actor. Errors: `record-not-found`. */
export async function getActor(ctx: Ctx, address: Address): Promise<ActorView> {
  return describeActor(await authorize(ctx, 'read', { kind: 'actor', address }));
}

export async function describeActor(proof: Authorized<'actor', 'read'>): Promise<ActorView> {
  const [details, versions, taggedBuilds] = await Promise.all([
    selectActor(proof),
    selectVersions(proof, { withSource: seesSource(proof) }),
    selectTaggedBuilds(proof),
  ]);
  return actorView(proof, details, versions, taggedBuilds);
}
