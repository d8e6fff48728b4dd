import type { StoreList } from '../actor/input.ts';
import { actorStats } from '../actor/view.ts';
import { authenticate } from '../authorization/authorize.ts';
import { declaredLevel } from '../authorization/load.ts';
import type { Ctx } from '../context.ts';
import { actorConsoleUrl } from '../urls.ts';
import { type StoreRow, selectPublicActors } from './queries.ts';

/**
 * Lists public Actors, for everyone; unless asked for all, only those that a program can start without a person, since programs choose from
 * this list. Errors: `user-or-token-not-found`. Source: the official description, `StoreListActor`; contract 3.1.
 */
export async function listStore(ctx: Ctx, { includeUnrunnableActors, ...input }: StoreList) {
  const account = await authenticate(ctx);
  const viewerId = account?.id ?? null;
  const runnableBy = includeUnrunnableActors ? undefined : { accountId: viewerId };
  const { rows, total } = await selectPublicActors({ ...input, runnableBy, viewerId });
  const { offset, limit } = input;
  return { total, offset, limit, count: rows.length, desc: false, items: rows.map(storeItem) };
}

const storeItem = (row: StoreRow) => ({
  id: row.id,
  title: row.title ?? row.name,
  name: row.name,
  username: row.ownerUsername,
  userFullName: row.ownerName,
  description: row.description,
  categories: row.categories,
  url: actorConsoleUrl(row.id),
  pictureUrl: null,
  stats: actorStats(row),
  actorPermissionLevel: declaredLevel(row.permissionLevel),
  currentPricingInfo: { pricingModel: 'FREE' },
});
