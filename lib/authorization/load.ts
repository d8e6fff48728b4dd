/**
 * Loads all facts of a decision in ONE statement: the credential's account, the resource with its owner, the grant, and the link.
 *
 * Revocation is instant because nothing here is cached: each request reads the rows that decide.
 */
import { pool, type Queryable } from '../../db/client.ts';
import type { Credential, Ctx } from '../context.ts';
import { env } from '../env.ts';
import { ApiError } from '../errors.ts';
import { type Address, digestOf } from '../ids.ts';
import { signingKey } from '../signature/signing-key.ts';
import { canonicalSignature, verifyStorage } from '../signature/storage-link.ts';
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
  /** Whether the request asks for what a signed link of this kind opens. */
  asksForSignedContent?: boolean;
}

/** The account behind a credential. */
export interface PrincipalAccount {
  id: string;
  username: string;
  email: string;
  name: string;
  isOperator: boolean;
}

/** The columns of each kind's own table, beside those of `resources`. */
export interface KindRows {
  dataset: {
    title: string | null;
    itemCount: number;
    cleanItemCount: number;
    byteCount: number;
    fields: string[];
    schema: Record<string, unknown> | null;
    modifiedAt: Date;
    accessedAt: Date;
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
  /** null if there is no such resource. */
  found: { row: ResourceRow<K>; facts: ResourceFacts; link: LoadedLink | null } | null;
}

/** The link that came with the request, when its signature is ours. */
export interface LoadedLink {
  digest: Buffer;
  expiresAt: Date | null;
}

const PRINCIPAL_COLUMNS = `a.id AS account_id, a.username, a.email, a.name AS account_name, a.is_operator`;

const PRINCIPAL = `
  SELECT 'token' AS kind, t.id AS credential_id, t.scope, false AS is_fresh, ${PRINCIPAL_COLUMNS}
  FROM tokens t JOIN accounts a ON a.id = t.account_id
  WHERE $1::text = 'token' AND t.digest = $2::bytea AND (t.expires_at IS NULL OR t.expires_at > now()) AND a.disabled_at IS NULL
  UNION ALL
  SELECT 'session', s.id, NULL, s.authenticated_at > now() - $3::int * interval '1 second', ${PRINCIPAL_COLUMNS}
  FROM sessions s JOIN accounts a ON a.id = s.account_id
  WHERE $1::text = 'session' AND s.digest = $2::bytea AND s.expires_at > now() AND a.disabled_at IS NULL`;

const KIND_TABLES: Record<ResourceKind, { join: string; columns: string }> = {
  dataset: {
    join: 'JOIN datasets k ON k.id = r.id',
    columns: `k.title, k.item_count AS "itemCount", k.clean_item_count AS "cleanItemCount", k.byte_count AS "byteCount", k.fields,
      k.schema, k.modified_at AS "modifiedAt", k.accessed_at AS "accessedAt"`,
  },
};

const ADDRESS = {
  id: `r.id = $5`,
  name: `r.owner_id = (SELECT id FROM accounts WHERE lower(username) = $6) AND lower(r.name) = lower($5)`,
  ownName: `r.owner_id = p.account_id AND lower(r.name) = lower($5) AND $6::text IS NULL`,
};

function resourceStatement(kind: ResourceKind, addressedBy: keyof typeof ADDRESS): { name: string; text: string } {
  const { join, columns } = KIND_TABLES[kind];
  return {
    name: `load-${kind}-by-${addressedBy}`,
    text: `
WITH p AS (${PRINCIPAL})
SELECT p.kind AS "principalKind", p.credential_id AS "credentialId", p.scope, p.is_fresh AS "isFresh",
  p.account_id AS "accountId", p.username, p.email, p.account_name AS "accountName", p.is_operator AS "isOperator",
  r.*, g.id AS "grantId", g.permissions AS "grantPermissions", l.id AS "linkId", l.revoked_at AS "linkRevokedAt"
FROM (SELECT 1) AS one
LEFT JOIN p ON true
LEFT JOIN LATERAL (
  SELECT r.kind, r.id, r.name, r.owner_id AS "ownerId", o.username AS "ownerUsername", r.general_access AS "generalAccess",
    o.general_access AS "ownerGeneralAccess", o.max_link_lifetime_secs AS "maxLinkLifetimeSecs", r.signing_epoch AS "signingEpoch", r.revoked_link_count AS "revokedLinkCount",
    r.created_by_token_id AS "createdByTokenId", r.created_at AS "createdAt", ${columns}
  FROM resources r JOIN accounts o ON o.id = r.owner_id ${join}
  WHERE r.kind = '${kind}' AND ${ADDRESS[addressedBy]}${addressedBy === 'id' ? ' AND $6::text IS NULL' : ''}
) r ON true
LEFT JOIN grants g ON g.resource_id = r.id AND g.account_id = p.account_id AND (g.expires_at IS NULL OR g.expires_at > now())
LEFT JOIN links l ON l.resource_id = r.id AND l.digest = $4::bytea`,
  };
}

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
    linkRevokedAt: Date | null;
  };

const credentialValues = (credential: Credential) => [
  credential.kind,
  credential.kind === 'none' ? null : credential.digest,
  env().freshSessionSecs,
];

/** Loads who asks. Errors: `user-or-token-not-found` if a credential came along that is wrong, expired or disabled. */
export async function loadPrincipal(ctx: Ctx, queryable: Queryable = pool()): Promise<LoadedPrincipal> {
  if (ctx.credential.kind === 'none') return { principal: { kind: 'anonymous' }, account: null };
  const { rows } = await queryable.query<PrincipalColumns>({
    name: 'load-principal',
    text: `SELECT p.kind AS "principalKind", p.credential_id AS "credentialId", p.scope, p.is_fresh AS "isFresh", p.account_id AS "accountId",
      p.username, p.email, p.account_name AS "accountName", p.is_operator AS "isOperator" FROM (${PRINCIPAL}) p`,
    values: credentialValues(ctx.credential),
  });
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
  const signature = reference.signature === undefined ? null : canonicalSignature(reference.signature);
  const digest = signature === null ? null : digestOf(signature);
  const { rows } = await queryable.query<ResourceColumns>({
    ...STATEMENTS[reference.kind][addressedBy],
    values: [
      ...credentialValues(ctx.credential),
      digest,
      address.by === 'id' ? address.id : address.name,
      address.by === 'name' ? address.username : null,
    ],
  });
  const columns = rows[0];
  const loaded = principalOf(ctx.credential, columns);
  if (!columns || columns.id === null) return { ...loaded, found: null };

  // The statement selects just the columns of this kind.
  const row = columns as unknown as ResourceRow<K>;
  const link = linkOf(reference.signature, row, columns.linkRevokedAt, digest);
  const facts: ResourceFacts = {
    principal: loaded.principal,
    resource: resourceFactsOf(row),
    addressedBy: address.by,
    grants:
      columns.grantId === null ? [] : [{ id: columns.grantId, permissions: permissionsOf(columns.grantPermissions) }],
    link: link.state,
    asksForSignedContent: reference.asksForSignedContent ?? false,
  };
  return { ...loaded, found: { row, facts, link: link.loaded } };
}

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

/** What a signature is worth: ours and unexpired, not revoked, and within the longest lifetime that the owner allows. */
function linkOf(
  signature: string | undefined,
  row: ResourceRow,
  revokedAt: Date | null,
  digest: Buffer | null,
): { state: LinkState; loaded: LoadedLink | null } {
  if (signature === undefined) return { state: 'none', loaded: null };
  const nowMillis = Date.now();
  const verified = verifyStorage(signingKey(row.id, row.signingEpoch), row.id, signature, nowMillis);
  if (verified.state === 'forged' || !digest) return { state: 'forged', loaded: null };
  const { expiresAtMillis } = verified;
  const loaded = { digest, expiresAt: expiresAtMillis === null ? null : new Date(expiresAtMillis) };
  if (revokedAt) return { state: 'revoked', loaded };
  if (verified.state === 'valid' && row.maxLinkLifetimeSecs !== null) {
    const latestMillis = nowMillis + row.maxLinkLifetimeSecs * 1_000;
    if (expiresAtMillis === null || expiresAtMillis > latestMillis) return { state: 'refused-by-policy', loaded };
  }
  return { state: verified.state, loaded };
}

const statementsOf = (kind: ResourceKind) => ({
  id: resourceStatement(kind, 'id'),
  name: resourceStatement(kind, 'name'),
  ownName: resourceStatement(kind, 'ownName'),
});
const STATEMENTS = { dataset: statementsOf('dataset') } satisfies Record<ResourceKind, ReturnType<typeof statementsOf>>;
