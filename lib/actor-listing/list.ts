import type { ActorList } from '../actor/input.ts';
import { type ActorStatsView, actorStats } from '../actor/view.ts';
import { authorizeListing } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { ListPage } from '../paging.ts';
import { selectActors } from './queries.ts';

export interface ActorListItem {
  id: string;
  name: string;
  username: string;
  title?: string;
  createdAt: Date;
  modifiedAt: Date;
  stats: ActorStatsView;
}

/** Lists Actors of the account and, unless only its own are asked for, those shared with it. Errors: `token-not-provided`. */
export async function listActors(ctx: Ctx, input: ActorList): Promise<ListPage<ActorListItem>> {
  const listing = await authorizeListing(ctx, 'actor');
  const { my, offset, limit, desc, sortBy } = input;
  const filter = { ownership: my ? ('ownedByMe' as const) : undefined, onlyNamed: false };
  const { rows, total } = await selectActors(listing, filter, { offset, limit, desc }, sortBy);
  const items = rows.map((row) => ({
    id: row.id,
    name: row.name,
    username: row.ownerUsername,
    ...(row.title !== null && { title: row.title }),
    createdAt: row.createdAt,
    modifiedAt: row.modifiedAt,
    stats: actorStats(row),
  }));
  return { total, offset, limit, count: items.length, desc, items };
}
