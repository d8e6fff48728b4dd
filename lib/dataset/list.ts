import { authorizeListing } from '../authorization/authorize.ts';
import { effectiveGeneralAccess } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import type { ListPage, PageKey } from '../paging.ts';
import { datasetConsoleUrl } from '../urls.ts';
import type { EffectiveGeneralAccess, GeneralAccess } from '../vocabulary.ts';
import type { DatasetList } from './input.ts';
import { type DatasetListRow, listDatasets as selectDatasets } from './queries.ts';
import type { DatasetView } from './view.ts';

/** `name` is empty for one without a name: the API's description has no null here. */
export type DatasetListItem = Omit<
  DatasetView,
  'name' | 'fields' | 'schema' | 'itemsPublicUrl' | 'urlSigningSecretKey'
> & {
  name: string;
};

/** Lists datasets of the account and those shared with it, by creation. Errors: `token-not-provided`. */
export async function listDatasets(
  ctx: Ctx,
  input: DatasetList,
): Promise<ListPage<DatasetListItem> & { unnamed: boolean }> {
  const listing = await authorizeListing(ctx, 'dataset');
  const { offset, limit, desc, unnamed, ownership } = input;
  const { rows, total } = await selectDatasets(listing, { ownership, onlyNamed: !unnamed }, { offset, limit, desc });
  const items = rows.map((row) => ({
    id: row.id,
    name: row.name ?? '',
    title: row.title,
    userId: row.ownerId,
    username: row.ownerUsername,
    createdAt: row.createdAt,
    modifiedAt: row.modifiedAt,
    accessedAt: row.accessedAt,
    itemCount: row.itemCount,
    cleanItemCount: row.cleanItemCount,
    actId: null,
    actRunId: null,
    consoleUrl: datasetConsoleUrl(row.id),
    generalAccess: row.generalAccess,
    stats: { storageBytes: row.byteCount },
  }));
  return { total, offset, limit, count: items.length, desc, unnamed, items };
}

/** A row of the Console's list. */
export interface DatasetRowView {
  id: string;
  name: string | null;
  title: string | null;
  ownerUsername: string;
  isOwn: boolean;
  itemCount: number;
  byteCount: number;
  createdAt: Date;
  modifiedAt: Date;
  generalAccess: GeneralAccess;
  effectiveAccess: EffectiveGeneralAccess;
  /** People and live links; null where the viewer does not own the dataset. */
  sharing: { grantCount: number; linkCount: number } | null;
}

/** A page of the Console's list, newest first. `next` is the key of the page after this one, or null at the end. */
export async function listDatasetRows(
  ctx: Ctx,
  input: {
    search?: string;
    withUnnamed: boolean;
    ownership?: 'ownedByMe' | 'sharedWithMe';
    after?: PageKey | undefined;
    limit: number;
  },
): Promise<{ rows: DatasetRowView[]; total: number; next: PageKey | null }> {
  const listing = await authorizeListing(ctx, 'dataset');
  const filter = { ownership: input.ownership, onlyNamed: !input.withUnnamed, search: input.search };
  // One row more than shown tells whether there is a next page.
  const { rows, total } = await selectDatasets(listing, filter, {
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

function rowView(row: DatasetListRow, viewerId: string): DatasetRowView {
  const { id, name, title, ownerUsername, itemCount, byteCount, createdAt, modifiedAt, generalAccess } = row;
  const isOwn = row.ownerId === viewerId;
  return {
    ...{ id, name, title, ownerUsername, itemCount, byteCount, createdAt, modifiedAt, generalAccess, isOwn },
    effectiveAccess: effectiveGeneralAccess(row),
    sharing: isOwn ? { grantCount: row.grantCount, linkCount: row.linkCount } : null,
  };
}
