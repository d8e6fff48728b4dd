import { authorizeListing } from '../authorization/authorize.ts';
import type { ListingFilter } from '../authorization/listing.ts';
import { effectiveGeneralAccess } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import type { PageKey } from '../paging.ts';
import type { EffectiveGeneralAccess, GeneralAccess, StorageKind } from '../vocabulary.ts';
import { entryCountOf } from './entry-count.ts';
import { countStorages, type StorageListRow, selectStorages } from './queries.ts';

/** A row of the Console's list. */
export interface StorageRowView {
  kind: StorageKind;
  id: string;
  name: string | null;
  title: string | null;
  ownerUsername: string;
  isOwn: boolean;
  /** Items, records or requests. */
  entryCount: number;
  /** Of a queue's requests; null for other kinds. */
  handledCount: number | null;
  byteCount: number;
  createdAt: Date;
  modifiedAt: Date;
  generalAccess: GeneralAccess;
  effectiveAccess: EffectiveGeneralAccess;
  /** People and live links; null where the viewer does not own the storage. */
  sharing: { grantCount: number; linkCount: number } | null;
}

export interface StorageRowFilter {
  search?: string;
  withUnnamed: boolean;
  ownership?: 'ownedByMe' | 'sharedWithMe';
}

const listingFilter = ({ ownership, withUnnamed, search }: StorageRowFilter): ListingFilter => ({
  ownership,
  onlyNamed: !withUnnamed,
  search,
});

/** How many rows the whole list has. */
export async function countStorageRows(ctx: Ctx, kind: StorageKind, filter: StorageRowFilter): Promise<number> {
  return countStorages(await authorizeListing(ctx, kind), listingFilter(filter));
}

/** A page of the Console's list, newest first. `next` is the key of the page after this one, or null at the end. */
export async function listStorageRows(
  ctx: Ctx,
  kind: StorageKind,
  input: StorageRowFilter & { after?: PageKey | undefined; limit: number },
): Promise<{ rows: StorageRowView[]; total: number; next: PageKey | null }> {
  const listing = await authorizeListing(ctx, kind);
  const filter = listingFilter(input);
  // One row more than shown tells whether there is a next page.
  const { rows, total } = await selectStorages(listing, filter, {
    offset: 0,
    limit: input.limit + 1,
    desc: true,
    after: input.after,
  });
  const shown = rows.slice(0, input.limit);
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => rowView(row, listing.accountId)),
    total,
    next: rows.length > input.limit && last ? { createdAt: last.createdAt, id: last.id } : null,
  };
}

function rowView(row: StorageListRow, viewerId: string): StorageRowView {
  const { kind, id, name, title, ownerUsername, byteCount, createdAt, modifiedAt, generalAccess } = row;
  const isOwn = row.ownerId === viewerId;
  return {
    ...{ kind, id, name, title, ownerUsername, byteCount, createdAt, modifiedAt, generalAccess, isOwn },
    entryCount: entryCountOf(row),
    handledCount: 'handledRequestCount' in row ? row.handledRequestCount : null,
    effectiveAccess: effectiveGeneralAccess(row),
    sharing: isOwn ? { grantCount: row.grantCount, linkCount: row.linkCount } : null,
  };
}
