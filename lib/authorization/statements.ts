/** The statements of the gate: one for each kind of credential, of resource and of address, with and without a link. */
import type { Credential } from '../context.ts';
import type { ResourceKind } from '../vocabulary.ts';

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

/** A statement with the values that it mentions, for `pg`. */
export const queryOf = (
  { name, text, parameters }: Statement,
  given: { readonly [Name in ParameterName]?: unknown },
) => ({
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

const KINDS_OF_CREDENTIAL = ['none', 'token', 'session'] as const;
const byCredential = <Value>(make: (kind: Credential['kind']) => Value) =>
  Object.fromEntries(KINDS_OF_CREDENTIAL.map((kind) => [kind, make(kind)])) as Record<Credential['kind'], Value>;

export const PRINCIPAL_STATEMENTS = byCredential((credentialKind) =>
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
export const STATEMENTS = {
  dataset: statementsOf('dataset'),
  'key-value-store': statementsOf('key-value-store'),
  'request-queue': statementsOf('request-queue'),
} satisfies Record<ResourceKind, ReturnType<typeof statementsOf>>;
export const RECORD_STATEMENTS = statementsOf('key-value-store', true);
