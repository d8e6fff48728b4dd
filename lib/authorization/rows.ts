/** What the gate loads: what callers refer to, and the rows that decide. */
import type { Address } from '../ids.ts';
import type { SignedContent } from '../signature/link.ts';
import type {
  AccountGeneralAccess,
  GeneralAccess,
  JobOrigin,
  JobStatus,
  PermissionLevel,
  ResourceKind,
} from '../vocabulary.ts';
import type { Principal, ResourceFacts } from './types.ts';

/** A resource as a caller referred to it. `signature`: that of a signed link, as received. */
export interface Reference<K extends ResourceKind = ResourceKind> {
  kind: K;
  address: Address;
  signature?: string | undefined;
  /** What is asked for, where a signed link may open it; a signature opens nothing else. */
  content?: SignedContent;
}

/** The account behind a credential. */
export interface PrincipalAccount {
  id: string;
  username: string;
  email: string;
  name: string;
  isOperator: boolean;
}

/** What every storage's own table has. `byteCount`: of what is stored in it. */
interface StorageColumns {
  title: string | null;
  byteCount: number;
  modifiedAt: Date;
  accessedAt: Date;
}

/** What runs and builds have alike. */
interface JobColumns {
  actorId: string;
  status: JobStatus;
  statusMessage: string | null;
  startedAt: Date;
  finishedAt: Date | null;
  origin: JobOrigin;
  attempt: number;
  abortRequestedAt: Date | null;
  exitCode: number | null;
  buildNumber: string;
}

/** The columns of each kind's own table, beside those of `resources`. */
export interface KindRows {
  dataset: StorageColumns & {
    itemCount: number;
    cleanItemCount: number;
    fields: string[];
    schema: Record<string, unknown> | null;
  };
  'key-value-store': StorageColumns & { recordCount: number; schema: Record<string, unknown> | null };
  'request-queue': StorageColumns & {
    totalRequestCount: number;
    handledRequestCount: number;
    /** Empty for one that gave no key; null if nobody has changed anything. */
    firstClientKey: string | null;
    hadMultipleClients: boolean;
  };
  run: JobColumns & {
    buildId: string;
    level: PermissionLevel;
    defaultDatasetId: string;
    defaultKeyValueStoreId: string;
    defaultRequestQueueId: string;
    inputKey: string;
  };
  build: JobColumns;
  actor: {
    title: string | null;
    isPublic: boolean;
    /** null: never declared, which counts as full. */
    permissionLevel: PermissionLevel | null;
    levelEpoch: number;
    forcePermissionLevel: PermissionLevel | null;
    modifiedAt: Date;
  };
  task: { actorId: string; title: string | null; modifiedAt: Date };
  schedule: { title: string | null; isEnabled: boolean; modifiedAt: Date };
  webhook: { isEnabled: boolean; requestUrl: string; modifiedAt: Date };
}

export type ResourceRow<K extends ResourceKind = ResourceKind> = {
  kind: K;
  id: string;
  name: string | null;
  ownerId: string;
  ownerUsername: string;
  generalAccess: GeneralAccess;
  ownerGeneralAccess: AccountGeneralAccess;
  signingEpoch: number;
  revokedLinkCount: number;
  createdByTokenId: string | null;
  createdByRunId: string | null;
  createdByActorId: string | null;
  createdByLevel: PermissionLevel | null;
  /** The run whose default storage this is. */
  runId: string | null;
  ownerSharesRuns: boolean;
  maxLinkLifetimeSecs: number | null;
  createdAt: Date;
} & KindRows[K];

export interface LoadedPrincipal {
  principal: Principal;
  /** null for anonymous. */
  account: PrincipalAccount | null;
}

export interface LoadedResource<K extends ResourceKind> extends LoadedPrincipal {
  /** null if there is no such resource. `record`: where one record was asked for and is there. */
  found: { row: ResourceRow<K>; facts: ResourceFacts; link: LoadedLink | null; record: RecordRow | null } | null;
}

/** A record of a key-value store. `data`: the bytes of a small one; else they are where `blobId` says. `digest`: SHA-256 of the bytes. */
export interface RecordRow {
  contentType: string;
  byteCount: number;
  digest: Buffer;
  modifiedAt: Date;
  data: Buffer | null;
  blobId: string | null;
}

/**
 * The link that came with the request, when its signature is ours. `recordKey`: of a link to one record. A link that came with a list of
 * keys counts as the link to that list.
 */
export interface LoadedLink {
  digest: Buffer;
  recordKey: string | null;
  expiresAt: Date | null;
}
