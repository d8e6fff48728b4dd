/** What storages of every kind show alike. Source: contract 1.4. */
import type { Authorized } from '../authorization/authorize.ts';
import type { ResourceRow } from '../authorization/rows.ts';
import type { RuleId } from '../authorization/types.ts';
import { signingKey } from '../signature/signing-key.ts';
import { signStorage } from '../signature/storage-link.ts';
import { storageConsoleUrl } from '../urls.ts';
import type { GeneralAccess, StorageKind } from '../vocabulary.ts';

export interface StorageBaseView {
  id: string;
  name: string | null;
  title: string | null;
  userId: string;
  username: string;
  createdAt: Date;
  modifiedAt: Date;
  accessedAt: Date;
  /** The Actor and the run that created it, if any did. */
  actId: string | null;
  actRunId: string | null;
  consoleUrl: string;
  generalAccess: GeneralAccess;
}

export const storageBaseView = (
  row: Pick<
    ResourceRow<StorageKind>,
    | 'kind'
    | 'id'
    | 'name'
    | 'title'
    | 'ownerId'
    | 'ownerUsername'
    | 'createdAt'
    | 'modifiedAt'
    | 'accessedAt'
    | 'generalAccess'
    | 'createdByActorId'
    | 'createdByRunId'
  >,
): StorageBaseView => ({
  id: row.id,
  name: row.name,
  title: row.title,
  userId: row.ownerId,
  username: row.ownerUsername,
  createdAt: row.createdAt,
  modifiedAt: row.modifiedAt,
  accessedAt: row.accessedAt,
  actId: row.createdByActorId,
  actRunId: row.createdByRunId,
  consoleUrl: storageConsoleUrl(row.kind, row.id),
  generalAccess: row.generalAccess,
});

/**
 * Whether the reader may sign links: those who may write. But a limited run signs for what it created itself only: a storage that its input
 * names is lent to it until it ends, and a link would go on.
 */
export function maySign({ principal, because, may }: Authorized<StorageKind, 'read'>): boolean {
  const isLimitedRun = principal.kind === 'run' && principal.level === 'LIMITED_PERMISSIONS';
  return may.write && (!isLimitedRun || because.some((rule) => OF_ITS_OWN.includes(rule)));
}
const OF_ITS_OWN: readonly RuleId[] = ['limited-own-storages', 'limited-created-storages'];

/** The storage's signing key, for those who may sign and nobody else: whoever holds it can sign links. */
export const signingKeyFor = (proof: Authorized<StorageKind, 'read'>): string | null =>
  maySign(proof) ? signingKey(proof.row.id, proof.row.signingEpoch) : null;

/** The signature of the addresses that come with a storage's description; null for those who may not sign. */
export function publicSignature(proof: Authorized<StorageKind, 'read'>): string | null {
  const key = signingKeyFor(proof);
  return key === null ? null : signStorage(key, proof.row.id, publicLinkEndMillis(proof.row));
}

const DAY_MILLIS = 24 * 60 * 60 * 1_000;

/**
 * Until when addresses open that come with a description: 14 days, or the owner's longest lifetime if that is shorter. It is midnight
 * (UTC), so that the same address is answered all day and an owner does not find a new link in use for each answer. Every revoked link
 * moves the end by a millisecond, so that a revoked address is not answered again.
 */
export function publicLinkEndMillis({
  maxLinkLifetimeSecs,
  revokedLinkCount,
}: Pick<ResourceRow, 'maxLinkLifetimeSecs' | 'revokedLinkCount'>): number {
  const now = Date.now();
  const atMidnight = Math.ceil((now + 14 * DAY_MILLIS) / DAY_MILLIS) * DAY_MILLIS;
  const latest = maxLinkLifetimeSecs === null ? atMidnight : Math.min(atMidnight, now + maxLinkLifetimeSecs * 1_000);
  return latest - revokedLinkCount;
}
