import { authorize, authorizeListing } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import type { ListPage } from '../paging.ts';
import type { BuildList } from './input.ts';
import { type BuildShortRow, selectBuilds, selectBuildsOfActor } from './queries.ts';
import { type BuildShortView, type BuildViewer, buildShortView } from './view.ts';

/** Lists the builds of an Actor, by their start. Errors: `record-not-found`. */
export async function listBuildsOfActor(
  ctx: Ctx,
  address: Address,
  input: BuildList,
): Promise<ListPage<BuildShortView>> {
  const proof = await authorize(ctx, 'read', { kind: 'actor', address });
  const viewer = { isKnown: proof.principal.kind !== 'anonymous', mayWrite: proof.may.write };
  return pageOf(input, await selectBuildsOfActor(proof, input), viewer);
}

/** Lists the builds of the account's Actors, and those given to it, by their start. Errors: `token-not-provided`. */
export async function listBuilds(ctx: Ctx, input: BuildList): Promise<ListPage<BuildShortView>> {
  const listing = await authorizeListing(ctx, 'build');
  return pageOf(input, await selectBuilds(listing, input), { isKnown: true, mayWrite: false });
}

function pageOf(
  { offset, limit, desc }: BuildList,
  { rows, total }: { rows: BuildShortRow[]; total: number },
  viewer: BuildViewer,
): ListPage<BuildShortView> {
  const items = rows.map((row) => buildShortView(row, viewer));
  return { total, offset, limit, count: items.length, desc, items };
}
