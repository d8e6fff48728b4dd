/**
 * Loads all facts of a decision in ONE statement: the credential's account, the resource with its owner, the grant, and the link.
 *
 * Revocation is instant because nothing here is cached: each request reads the rows that decide.
 */
import { pool, type Queryable } from '../../db/client.ts';
import type { Credential, Ctx } from '../context.ts';
import { env } from '../env.ts';
import { ApiError } from '../errors.ts';
import type { Address } from '../ids.ts';
import { identifyLink, type SignedContent, type SignedLink, verifyLink } from '../signature/link.ts';
import type { AccountGeneralAccess, GeneralAccess, GrantPermission, ResourceKind } from '../vocabulary.ts';
import {
  type LinkState,
  type Permission,
  type Principal,
  type ResourceFacts,
  resourceFactsOf,
  type Scope,
} from './types.ts';

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

const PRINCIPAL_COLUMNS = `a.id AS account_id, a.username, a.email, a.name AS account_name, a.is_operator`;

/** What a statement can be given; each takes only what it mentions. */
type ParameterName = 'credential' | 'freshSecs' | 'linkDigests' | 'idOrName' | 'username' | 'recordKey';
type Parameter = (name: ParameterName) => string;

/** Each kind of evidence has a statement of its own: a part that is switched off by a parameter would still be set up at every execution. */
const PRINCIPALS: Record<Credential['kind'], (parameter: Parameter) => string> = {
  none: () =>
    `SELECT NULL::text AS kind, NULL::text AS credential_id, NULL::jsonb AS scope, NULL::boolean AS is_fresh, NULL::text AS account_id,
       NULL::text AS username, NULL::text AS email, NULL::text AS account_name, NULL::boolean AS is_operator`,
  token: ($) => `
    SELECT 'token' AS kind, t.id AS credential_id, t.scope, false AS is_fresh, ${PRINCIPAL_COLUMNS}
    FROM tokens t JOIN accounts a ON a.id = t.account_id
    WHERE t.digest = ${$('credential')}::bytea AND (t.expires_at IS NULL OR t.expires_at > now()) AND a.disabled_at IS NULL`,
  session: ($) => `
    SELECT 'session' AS kind, s.id AS credential_id, NULL::jsonb AS scope,
      s.authenticated_at > now() - ${$('freshSecs')}::int * interval '1 second' AS is_fresh, ${PRINCIPAL_COLUMNS}
    FROM sessions s JOIN accounts a ON a.id = s.account_id
    WHERE s.digest = ${$('credential')}::bytea AND s.expires_at > now() AND a.disabled_at IS NULL`,
};

interface Statement {
  name: string;
  text: string;
  parameters: readonly ParameterName[];
}

/** `write` is given a function that gives each parameter its number. */
function statement(name: string, write: (parameter: Parameter) => string): Statement {
  const parameters: ParameterName[] = [];
  const text = write((parameter) => {
    const known = parameters.indexOf(parameter);
    return `$${known < 0 ? parameters.push(parameter) : known + 1}`;
  });
  return { name, text, parameters };
}

const queryOf = ({ name, text, parameters }: Statement, given: { readonly [Name in ParameterName]?: unknown }) => ({
  name,
  text,
  values: parameters.map((parameter) => given[parameter]),
});

const STORAGE_COLUMNS =
  'k.title, k.byte_count AS "byteCount", k.modified_at AS "modifiedAt", k.accessed_at AS "accessedAt"';

const KIND_TABLES: Record<ResourceKind, { table: string; columns: string }> = {
  dataset: {
    table: 'datasets',
    columns: `${STORAGE_COLUMNS}, k.item_count AS "itemCount", k.clean_item_count AS "cleanItemCount", k.fields, k.schema`,
  },
  'key-value-store': {
    table: 'key_value_stores',
    columns: `${STORAGE_COLUMNS}, k.record_count AS "recordCount", k.schema`,
  },
  'request-queue': {
    table: 'request_queues_counted',
    columns: `${STORAGE_COLUMNS}, k.total_request_count AS "totalRequestCount", k.handled_request_count AS "handledRequestCount",
      k.first_client_key AS "firstClientKey", k.had_multiple_clients AS "hadMultipleClients"`,
  },
};

const ADDRESS: Record<AddressedBy, (parameter: Parameter) => string> = {
  id: ($) => `r.id = ${$('idOrName')}`,
  name: ($) =>
    `r.owner_id = (SELECT id FROM accounts WHERE lower(username) = ${$('username')}) AND lower(r.name) = lower(${$('idOrName')})`,
  ownName: ($) => `r.owner_id = p.account_id AND lower(r.name) = lower(${$('idOrName')})`,
};
type AddressedBy = 'id' | 'name' | 'ownName';

function resourceStatement(
  kind: ResourceKind,
  addressedBy: AddressedBy,
  credentialKind: Credential['kind'],
  { hasLink, asksForRecord }: { hasLink: boolean; asksForRecord: boolean },
): Statement {
  const { table, columns } = KIND_TABLES[kind];
  return statement(
    `load-${kind}-by-${addressedBy}-${credentialKind}${asksForRecord ? '-record' : ''}${hasLink ? '-link' : ''}`,
    ($) => `
WITH p AS (${PRINCIPALS[credentialKind]($)})
SELECT row_to_json(loaded) AS loaded${asksForRecord ? `, ${RECORD_COLUMNS}` : ''} FROM (
SELECT p.kind AS "principalKind", p.credential_id AS "credentialId", p.scope, p.is_fresh AS "isFresh",
  p.account_id AS "accountId", p.username, p.email, p.account_name AS "accountName", p.is_operator AS "isOperator",
  r.*, g.id AS "grantId", g.permissions AS "grantPermissions"${hasLink ? ', l.revoked_at AS "linkRevokedAt"' : ''}
FROM (SELECT 1) AS one
LEFT JOIN p ON true
LEFT JOIN LATERAL (
  SELECT r.kind, r.id, r.name, r.owner_id AS "ownerId", o.username AS "ownerUsername", r.general_access AS "generalAccess",
    o.general_access AS "ownerGeneralAccess", o.max_link_lifetime_secs AS "maxLinkLifetimeSecs", r.signing_epoch + o.signing_epoch AS "signingEpoch",
    r.revoked_link_count AS "revokedLinkCount", r.created_by_token_id AS "createdByTokenId", r.created_at AS "createdAt", ${columns}
  FROM resources r JOIN accounts o ON o.id = r.owner_id JOIN ${table} k ON k.id = r.id
  WHERE r.kind = '${kind}' AND ${ADDRESS[addressedBy]($)}
) r ON true
LEFT JOIN LATERAL (
  SELECT g.id, g.permissions FROM grants g
  WHERE g.resource_id = r.id AND g.account_id = p.account_id AND (g.expires_at IS NULL OR g.expires_at > now())
  -- Keeps both columns in the key: the planner would else read all grants of the resource and compare accounts after.
  OFFSET 0
) g ON true
${
  hasLink
    ? `LEFT JOIN LATERAL (
  SELECT min(l.revoked_at) AS revoked_at FROM links l WHERE l.resource_id = r.id AND l.digest = ANY (${$('linkDigests')}::bytea[])
) l ON true`
    : ''
}) AS loaded${asksForRecord ? ` LEFT JOIN records e ON e.store_id = loaded.id AND e.key = ${$('recordKey')}` : ''}`,
  );
}

/** Beside the JSON value, since bytes in JSON would have to be made from text once more. */
const RECORD_COLUMNS = `e.content_type AS "contentType", e.byte_count AS "recordByteCount", e.digest, e.modified_at AS "recordModifiedAt",
  e.data, e.blob_id AS "blobId"`;

/** All are null where there is no such record. */
interface RecordColumns {
  contentType: string | null;
  recordByteCount: number;
  digest: Buffer;
  recordModifiedAt: Date;
  data: Buffer | null;
  blobId: string | null;
}

const recordOf = (columns: Partial<RecordColumns>): RecordRow | null => {
  const { contentType, recordByteCount: byteCount, digest, recordModifiedAt: modifiedAt } = columns;
  if (!contentType || byteCount === undefined || !digest || !modifiedAt) return null;
  return { contentType, byteCount, digest, modifiedAt, data: columns.data ?? null, blobId: columns.blobId ?? null };
};

interface PrincipalColumns {
  principalKind: 'token' | 'session' | null;
  credentialId: string;
  scope: Scope | null;
  isFresh: boolean;
  accountId: string;
  username: string;
  email: string;
  accountName: string;
  isOperator: boolean;
}

type ResourceColumns = PrincipalColumns &
  ResourceRow & {
    id: string | null;
    grantId: string | null;
    grantPermissions: GrantPermission[];
    linkRevokedAt?: Date | null;
  };

const credentialParameters = (credential: Credential) => ({
  credential: credential.kind === 'none' ? null : credential.digest,
  freshSecs: env().freshSessionSecs,
});

/** Loads who asks. Errors: `user-or-token-not-found` if a credential came along that is wrong, expired or disabled. */
export async function loadPrincipal(ctx: Ctx, queryable: Queryable = pool()): Promise<LoadedPrincipal> {
  if (ctx.credential.kind === 'none') return { principal: { kind: 'anonymous' }, account: null };
  const { rows } = await queryable.query<PrincipalColumns>(
    queryOf(PRINCIPAL_STATEMENTS[ctx.credential.kind], credentialParameters(ctx.credential)),
  );
  return principalOf(ctx.credential, rows[0]);
}

/** Loads who asks and what they ask about. Errors: as `loadPrincipal`; a missing resource is no error here. */
export async function loadResource<K extends ResourceKind>(
  ctx: Ctx,
  reference: Reference<K>,
  queryable: Queryable = pool(),
): Promise<LoadedResource<K>> {
  const { address } = reference;
  const addressedBy = address.by === 'id' ? 'id' : address.username === null ? 'ownName' : 'name';
  const link = signedLinkOf(reference);
  const recordKey = reference.content?.kind === 'record' ? reference.content.key : null;
  const statements =
    recordKey !== null && reference.kind === 'key-value-store'
      ? RECORD_STATEMENTS[addressedBy][ctx.credential.kind]
      : STATEMENTS[reference.kind][addressedBy][ctx.credential.kind];
  const { rows } = await queryable.query<{ loaded: ResourceColumns } & Partial<RecordColumns>>(
    queryOf(link ? statements.withLink : statements.withoutLink, {
      ...credentialParameters(ctx.credential),
      linkDigests: link?.digests,
      idOrName: address.by === 'id' ? address.id : address.name,
      username: address.by === 'name' ? address.username : null,
      recordKey,
    }),
  );
  const columns = rows[0] && withDates(rows[0].loaded);
  const loaded = principalOf(ctx.credential, columns);
  if (!columns || columns.id === null) return { ...loaded, found: null };

  // The statement selects just the columns of this kind.
  const row = columns as unknown as ResourceRow<K>;
  const worth = linkWorth(reference, link, row, columns.linkRevokedAt ?? null);
  const facts: ResourceFacts = {
    principal: loaded.principal,
    resource: resourceFactsOf(row),
    addressedBy: address.by,
    grants:
      columns.grantId === null ? [] : [{ id: columns.grantId, permissions: permissionsOf(columns.grantPermissions) }],
    link: worth.state,
    asksForSignedContent: reference.content !== undefined,
  };
  return { ...loaded, found: { row, facts, link: worth.loaded, record: rows[0] ? recordOf(rows[0]) : null } };
}

/** A row comes as one JSON value, which costs half of what thirty columns do; only its instants have to be made of text. */
function withDates(loaded: ResourceColumns): ResourceColumns {
  for (const name of INSTANTS) {
    const text = loaded[name];
    if (text) loaded[name] = new Date(text);
  }
  return loaded;
}
const INSTANTS = ['createdAt', 'modifiedAt', 'accessedAt', 'linkRevokedAt'] as const;

function principalOf(credential: Credential, columns: PrincipalColumns | undefined): LoadedPrincipal {
  if (credential.kind === 'none') return { principal: { kind: 'anonymous' }, account: null };
  if (!columns?.principalKind) {
    throw new ApiError(
      'user-or-token-not-found',
      'The account was not found, or the authentication token is not valid',
    );
  }
  const { accountId, credentialId, scope, isFresh } = columns;
  return {
    principal:
      columns.principalKind === 'token'
        ? { kind: 'token', accountId, tokenId: credentialId, scope }
        : { kind: 'session', accountId, sessionId: credentialId, isFresh },
    account: {
      id: accountId,
      username: columns.username,
      email: columns.email,
      name: columns.accountName,
      isOperator: columns.isOperator,
    },
  };
}

const permissionsOf = (granted: readonly GrantPermission[]): Permission[] =>
  granted.map((permission) => permission.toLowerCase() as Lowercase<GrantPermission>);

/** The link that came along, as far as it can be told without its key; null if it cannot be one of ours, or opens nothing that is asked for. */
const signedLinkOf = ({ signature, content }: Reference): SignedLink | null =>
  signature === undefined || content === undefined ? null : identifyLink(signature, content);

/** What a signature is worth: ours and unexpired, not revoked, and within the longest lifetime that the owner allows. */
function linkWorth(
  { signature, content }: Reference,
  link: SignedLink | null,
  row: ResourceRow,
  revokedAt: Date | null,
): { state: LinkState; loaded: LoadedLink | null } {
  if (signature === undefined) return { state: 'none', loaded: null };
  if (!link || !content) return { state: 'forged', loaded: null };
  const nowMillis = Date.now();
  const verified = verifyLink({ resourceId: row.id, epoch: row.signingEpoch }, content, link, nowMillis);
  if (verified.state === 'forged') return { state: 'forged', loaded: null };
  const { expiresAtMillis } = verified;
  const loaded = listedLink(link, content, expiresAtMillis);
  if (revokedAt) return { state: 'revoked', loaded };
  if (verified.state === 'valid' && row.maxLinkLifetimeSecs !== null) {
    const latestMillis = nowMillis + row.maxLinkLifetimeSecs * 1_000;
    if (expiresAtMillis === null || expiresAtMillis > latestMillis) return { state: 'refused-by-policy', loaded };
  }
  return { state: verified.state, loaded };
}

/** The link as the list of links has it. */
function listedLink(link: SignedLink, content: SignedContent, expiresAtMillis: number | null): LoadedLink {
  const expiresAt = expiresAtMillis === null ? null : new Date(expiresAtMillis);
  const [digest, parent] = link.digests;
  if (parent) return { digest: parent, recordKey: null, expiresAt };
  return { digest, recordKey: content.kind === 'record' ? content.key : null, expiresAt };
}

const KINDS_OF_CREDENTIAL = ['none', 'token', 'session'] as const;
const byCredential = <Value>(make: (kind: Credential['kind']) => Value) =>
  Object.fromEntries(KINDS_OF_CREDENTIAL.map((kind) => [kind, make(kind)])) as Record<Credential['kind'], Value>;

const PRINCIPAL_STATEMENTS = byCredential((credentialKind) =>
  statement(
    `load-principal-${credentialKind}`,
    ($) =>
      `SELECT p.kind AS "principalKind", p.credential_id AS "credentialId", p.scope, p.is_fresh AS "isFresh", p.account_id AS "accountId",
         p.username, p.email, p.account_name AS "accountName", p.is_operator AS "isOperator" FROM (${PRINCIPALS[credentialKind]($)}) p`,
  ),
);

const statementsBy = (kind: ResourceKind, addressedBy: AddressedBy, asksForRecord: boolean) =>
  byCredential((credentialKind) => ({
    withLink: resourceStatement(kind, addressedBy, credentialKind, { hasLink: true, asksForRecord }),
    withoutLink: resourceStatement(kind, addressedBy, credentialKind, { hasLink: false, asksForRecord }),
  }));
const statementsOf = (kind: ResourceKind, asksForRecord = false) => ({
  id: statementsBy(kind, 'id', asksForRecord),
  name: statementsBy(kind, 'name', asksForRecord),
  ownName: statementsBy(kind, 'ownName', asksForRecord),
});
const STATEMENTS = {
  dataset: statementsOf('dataset'),
  'key-value-store': statementsOf('key-value-store'),
  'request-queue': statementsOf('request-queue'),
} satisfies Record<ResourceKind, ReturnType<typeof statementsOf>>;
const RECORD_STATEMENTS = statementsOf('key-value-store', true);
