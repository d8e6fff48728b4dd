/** Datasets as the API and the Console show them. Source: contract 1.4; the official description, `Dataset`. */
import type { Authorized } from '../authorization/authorize.ts';
import type { ResourceRow } from '../authorization/load.ts';
import { signingKey } from '../signature/signing-key.ts';
import { signStorage } from '../signature/storage-link.ts';
import { datasetConsoleUrl, datasetItemsUrl } from '../urls.ts';
import type { GeneralAccess } from '../vocabulary.ts';

export interface DatasetView {
  id: string;
  name: string | null;
  title: string | null;
  userId: string;
  username: string;
  createdAt: Date;
  modifiedAt: Date;
  accessedAt: Date;
  itemCount: number;
  cleanItemCount: number;
  actId: null;
  actRunId: null;
  fields: string[];
  schema: Record<string, unknown> | null;
  consoleUrl: string;
  itemsPublicUrl: string;
  generalAccess: GeneralAccess;
  /** Only for those who may write: whoever holds it can sign links. */
  urlSigningSecretKey?: string;
  stats: { storageBytes: number };
}

export function datasetView({ row, may }: Authorized<'dataset', 'read'>): DatasetView {
  const key = may.write ? signingKey(row.id, row.signingEpoch) : null;
  return {
    id: row.id,
    name: row.name,
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
    fields: row.fields,
    schema: row.schema,
    consoleUrl: datasetConsoleUrl(row.id),
    itemsPublicUrl: datasetItemsUrl(row.id, key === null ? undefined : publicUrlSignature(key, row)),
    generalAccess: row.generalAccess,
    ...(key !== null && { urlSigningSecretKey: key }),
    stats: { storageBytes: row.byteCount },
  };
}

const DAY_MILLIS = 24 * 60 * 60 * 1_000;

/**
 * The signature of `itemsPublicUrl`: 14 days, or the owner's longest lifetime if that is shorter. It ends at midnight (UTC), so that the
 * same address is answered all day and an owner does not find a new link in use for each answer. Every revoked link moves the end by a
 * millisecond, so that a revoked address is not answered again.
 */
function publicUrlSignature(
  key: string,
  { id, maxLinkLifetimeSecs, revokedLinkCount }: Pick<ResourceRow, 'id' | 'maxLinkLifetimeSecs' | 'revokedLinkCount'>,
): string {
  const now = Date.now();
  const atMidnight = Math.ceil((now + 14 * DAY_MILLIS) / DAY_MILLIS) * DAY_MILLIS;
  const latest = maxLinkLifetimeSecs === null ? atMidnight : Math.min(atMidnight, now + maxLinkLifetimeSecs * 1_000);
  return signStorage(key, id, latest - revokedLinkCount);
}
