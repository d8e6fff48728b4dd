import { authorizeListing } from '../authorization/authorize.ts';
import type { ListingFilter } from '../authorization/listing.ts';
import { declaredLevel } from '../authorization/load.ts';
import type { Ctx } from '../context.ts';
import { type KeyPage, keyPage, type PageKey } from '../paging.ts';
import type { PermissionLevel } from '../vocabulary.ts';
import { type ActorListRow, countActors, selectActors } from './queries.ts';

/** A row of the Console's list. */
export interface ActorRowView extends Omit<ActorListRow, 'permissionLevel' | 'grantCount'> {
  isOwn: boolean;
  /** As declared; one that declares none counts as full. */
  level: PermissionLevel;
  isLevelDeclared: boolean;
  /** People whom it is shared with; null where the viewer does not own it. */
  grantCount: number | null;
}

export interface ActorRowFilter {
  search?: string | undefined;
  ownership?: 'ownedByMe' | 'sharedWithMe' | undefined;
}

const listingFilter = ({ ownership, search }: ActorRowFilter): ListingFilter => ({
  ownership,
  search,
  onlyNamed: false,
});

/** How many rows the whole list has. */
export async function countActorRows(ctx: Ctx, filter: ActorRowFilter): Promise<number> {
  return countActors(await authorizeListing(ctx, 'actor'), listingFilter(filter));
}

/** A page of the Console's list, newest first. */
export async function listActorRows(
  ctx: Ctx,
  input: ActorRowFilter & { after?: PageKey | undefined; limit: number },
): Promise<KeyPage<ActorRowView> & { total: number }> {
  const listing = await authorizeListing(ctx, 'actor');
  const { rows, total } = await selectActors(listing, listingFilter(input), {
    offset: 0,
    limit: input.limit + 1,
    desc: true,
    after: input.after,
  });
  const views = rows.map((row) => rowView(row, listing.accountId));
  return { ...keyPage(views, input.limit), total };
}

function rowView(row: ActorListRow, viewerId: string): ActorRowView {
  const { permissionLevel, grantCount, ...shown } = row;
  const isOwn = row.ownerId === viewerId;
  return {
    ...shown,
    isOwn,
    level: declaredLevel(permissionLevel),
    isLevelDeclared: permissionLevel !== null,
    grantCount: isOwn ? grantCount : null,
  };
}
