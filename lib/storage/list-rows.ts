import { authorizeListing } from '../authorization/authorize.ts';
import type { ListingFilter } from '../authorization/listing.ts';
import { effectiveGeneralAccess } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import { type KeyPage, keyPage, type PageKey } from '../paging.ts';
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

/** A page of the Console's list, newest first. */
export async function listStorageRows(
  ctx: Ctx,
  kind: StorageKind,
  input: StorageRowFilter & { after?: PageKey | undefined; limit: number },
): Promise<KeyPage<StorageRowView> & { total: number }> {
  const listing = await authorizeListing(ctx, kind);
  const filter = listingFilter(input);
  const { rows, total } = await selectStorages(listing, filter, {
    offset: 0,
    limit: input.limit + 1,
    desc: true,
    after: input.after,
  });
  return {
    ...keyPage(
      rows.map((row) => rowView(row, listing.accountId)),
      input.limit,
    ),
    total,
  };
}

function rowView(row: StorageListRow, viewerId: string): StorageRowView {
  const { kind, id, name, title, ownerUsername, byteCount, createdAt, modifiedAt, generalAccess } = row;
  const isOwn = row.ownerId === viewerId;
  return {
    ...{ kind, id, name, title, ownerUsername, byteCount, createdAt, modifiedAt, generalAccess, isOwn },
    entryCount: entryCountOf(row),
    handledCount: 'handledRequestCount' in row ? row.handledRequestCount : null,
    effectiveAccess: effectiveGeneralAccess({
      resource: row,
      run: row.runGeneralAccess && { generalAccess: row.runGeneralAccess },
    }),
    sharing: isOwn ? { grantCount: row.grantCount, linkCount: row.linkCount } : null,
  };
}
