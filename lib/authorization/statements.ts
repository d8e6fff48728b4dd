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
    `SELECT NULL::text AS kind, NULL::text AS credential_id, NULL::jsonb AS scope, NULL::boolean AS is_fresh, NULL::jsonb AS run, NULL::text AS account_id,
       NULL::text AS username, NULL::text AS email, NULL::text AS account_name, NULL::boolean AS is_operator`,
  token: ($) => `
    SELECT 'token' AS kind, t.id AS credential_id, t.scope, false AS is_fresh, NULL::jsonb AS run, ${PRINCIPAL_COLUMNS}
    FROM tokens t JOIN accounts a ON a.id = t.account_id
    WHERE t.digest = ${$('credential')}::bytea AND (t.expires_at IS NULL OR t.expires_at > now()) AND a.disabled_at IS NULL`,
  session: ($) => `
    SELECT 'session' AS kind, s.id AS credential_id, NULL::jsonb AS scope,
      s.authenticated_at > now() - ${$('freshSecs')}::int * interval '1 second' AS is_fresh, NULL::jsonb AS run, ${PRINCIPAL_COLUMNS}
    FROM sessions s JOIN accounts a ON a.id = s.account_id
    WHERE s.digest = ${$('credential')}::bytea AND s.expires_at > now() AND a.disabled_at IS NULL`,
  // Only the program of the present attempt holds the token of this digest, and only until the run has ended.
  run: ($) => `
    SELECT 'run' AS kind, u.id AS credential_id, u.scope, false AS is_fresh,
      jsonb_build_object('actorId', u.actor_id, 'level', u.level, 'inputStorages', u.input_storages) AS run, ${PRINCIPAL_COLUMNS}
    FROM runs u JOIN accounts a ON a.id = u.account_id
    WHERE u.token_digest = ${$('credential')}::bytea AND u.finished_at IS NULL AND a.disabled_at IS NULL`,
  // Both act for their account as a token would, and no longer than they are switched on.
  webhook: ($) => `
    SELECT 'webhook' AS kind, w.id AS credential_id, w.scope, false AS is_fresh, NULL::jsonb AS run, ${PRINCIPAL_COLUMNS}
    FROM webhook_tokens t JOIN webhooks w ON w.id = t.webhook_id JOIN accounts a ON a.id = t.account_id
    WHERE t.digest = ${$('credential')}::bytea AND t.expires_at > now() AND w.carries_token AND a.disabled_at IS NULL`,
  schedule: ($) => `
    SELECT 'schedule' AS kind, s.id AS credential_id, s.scope, false AS is_fresh, NULL::jsonb AS run, ${PRINCIPAL_COLUMNS}
    FROM schedules s JOIN accounts a ON a.id = s.account_id
    WHERE s.id = ${$('credential')}::text AND s.is_enabled AND a.disabled_at IS NULL`,
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

const JOB_COLUMNS = `k.actor_id AS "actorId", k.status, k.status_message AS "statusMessage", k.started_at AS "startedAt",
  k.finished_at AS "finishedAt", k.origin, k.attempt, k.abort_requested_at AS "abortRequestedAt", k.exit_code AS "exitCode",
  k.build_number AS "buildNumber"`;

/** What the principal's account was given on a resource, unexpired, as an array of texts. */
const grantedOn = (resourceId: string) =>
  `(SELECT g.permissions FROM grants g WHERE g.resource_id = ${resourceId} AND g.account_id = p.account_id
      AND (g.expires_at IS NULL OR g.expires_at > now()) OFFSET 0)`;

/** Whether the run that asks has started a run of the Actor `id`: of interest to what asks about the Actor itself. */
const WAS_STARTED = (id: string) => `CASE WHEN p.kind = 'run' THEN
  EXISTS (SELECT 1 FROM runs d WHERE d.ancestor_ids @> ARRAY[p.credential_id] AND d.actor_id = ${id}) ELSE false END`;

/** The facts of the run `id`, as JSON; null if there is none. */
const runFacts = (id: string) =>
  `(SELECT json_build_object('id', u.id, 'generalAccess', ur.general_access, 'ancestorIds', u.ancestor_ids, 'actorId', u.actor_id,
      'permissions', ${grantedOn('u.id')}, 'task', ${taskFacts('u.task_id')}, 'actor', ${actorFacts('u.actor_id')})
    FROM runs u JOIN resources ur ON ur.id = u.id WHERE u.id = ${id})`;

/** The facts of the task `id`, as JSON; null if there is none. */
const taskFacts = (id: string) =>
  `CASE WHEN ${id} IS NULL THEN NULL ELSE
     (SELECT json_build_object('id', tr.id, 'ownerId', tr.owner_id, 'permissions', ${grantedOn('tr.id')}) FROM resources tr WHERE tr.id = ${id}) END`;

/** The facts of the Actor `id`, as JSON; null if there is none. */
const actorFacts = (id: string, wasStarted = 'false') =>
  `(SELECT json_build_object('id', c.id, 'ownerId', cr.owner_id, 'isPublic', c.is_public, 'level', c.permission_level,
      'forcedLevel', c.default_run_options->>'forcePermissionLevel', 'permissions', ${grantedOn('c.id')},
      'wasStartedByPrincipal', ${wasStarted})
    FROM actors c JOIN resources cr ON cr.id = c.id WHERE c.id = ${id})`;

const OF_STORAGES = {
  run: `CASE WHEN r."runId" IS NULL THEN NULL ELSE ${runFacts('r."runId"')} END`,
  actor: 'NULL::json',
};

const OF_NOTHING = { run: 'NULL::json', actor: 'NULL::json' };

/** `run` and `actor`: what else decides about this kind, as JSON. Most storages belong to no run, and then nothing of it is looked for. */
const KIND_TABLES: Record<ResourceKind, { table: string; columns: string; run: string; actor: string }> = {
  dataset: {
    table: 'datasets',
    columns: `${STORAGE_COLUMNS}, k.item_count AS "itemCount", k.clean_item_count AS "cleanItemCount", k.fields, k.schema`,
    ...OF_STORAGES,
  },
  'key-value-store': {
    table: 'key_value_stores',
    columns: `${STORAGE_COLUMNS}, k.record_count AS "recordCount", k.schema`,
    ...OF_STORAGES,
  },
  'request-queue': {
    table: 'request_queues_counted',
    columns: `${STORAGE_COLUMNS}, k.total_request_count AS "totalRequestCount", k.handled_request_count AS "handledRequestCount",
      k.first_client_key AS "firstClientKey", k.had_multiple_clients AS "hadMultipleClients"`,
    ...OF_STORAGES,
  },
  run: {
    table: 'runs',
    columns: `${JOB_COLUMNS}, k.build_id AS "buildId", k.level, k.default_dataset_id AS "defaultDatasetId",
      k.default_key_value_store_id AS "defaultKeyValueStoreId", k.default_request_queue_id AS "defaultRequestQueueId", k.input_key AS "inputKey"`,
    run: runFacts('r.id'),
    actor: 'NULL::json',
  },
  build: { table: 'builds', columns: JOB_COLUMNS, run: 'NULL::json', actor: actorFacts('r."actorId"') },
  actor: {
    table: 'actors',
    columns: `k.title, k.is_public AS "isPublic", k.permission_level AS "permissionLevel", k.level_epoch AS "levelEpoch",
      k.default_run_options->>'forcePermissionLevel' AS "forcePermissionLevel", k.modified_at AS "modifiedAt"`,
    run: 'NULL::json',
    actor: actorFacts('r.id', WAS_STARTED('c.id')),
  },
  task: {
    table: 'tasks',
    columns: 'k.actor_id AS "actorId", k.title, k.modified_at AS "modifiedAt"',
    ...OF_NOTHING,
  },
  schedule: {
    table: 'schedules',
    columns: 'k.title, k.is_enabled AS "isEnabled", k.modified_at AS "modifiedAt"',
    ...OF_NOTHING,
  },
  webhook: {
    table: 'webhooks',
    columns: 'k.is_enabled AS "isEnabled", k.request_url AS "requestUrl", k.modified_at AS "modifiedAt"',
    ...OF_NOTHING,
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
  const { table, columns, run, actor } = KIND_TABLES[kind];
  return statement(
    `load-${kind}-by-${addressedBy}-${credentialKind}${asksForRecord ? '-record' : ''}${hasLink ? '-link' : ''}`,
    ($) => `
WITH p AS (${PRINCIPALS[credentialKind]($)})
SELECT row_to_json(loaded) AS loaded${asksForRecord ? `, ${RECORD_COLUMNS}` : ''} FROM (
SELECT p.kind AS "principalKind", p.credential_id AS "credentialId", p.scope, p.is_fresh AS "isFresh",
  p.account_id AS "accountId", p.username, p.email, p.account_name AS "accountName", p.is_operator AS "isOperator",
  p.run AS "principalRun", r.*, ${run} AS "runFacts", ${actor} AS "actorFacts", g.id AS "grantId", g.permissions AS "grantPermissions"${hasLink ? ', l.revoked_at AS "linkRevokedAt"' : ''}
FROM (SELECT 1) AS one
LEFT JOIN p ON true
LEFT JOIN LATERAL (
  SELECT r.kind, r.id, r.name, r.owner_id AS "ownerId", o.username AS "ownerUsername", r.general_access AS "generalAccess",
    o.general_access AS "ownerGeneralAccess", o.max_link_lifetime_secs AS "maxLinkLifetimeSecs", r.signing_epoch + o.signing_epoch AS "signingEpoch",
    r.revoked_link_count AS "revokedLinkCount", r.created_by_token_id AS "createdByTokenId", r.created_by_run_id AS "createdByRunId",
    r.created_by_actor_id AS "createdByActorId", r.created_by_level AS "createdByLevel", r.run_id AS "runId",
    o.shares_runs AS "ownerSharesRuns", r.created_at AS "createdAt", ${columns}
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

const KINDS_OF_CREDENTIAL = ['none', 'token', 'session', 'run', 'webhook', 'schedule'] as const;
const byCredential = <Value>(make: (kind: Credential['kind']) => Value) =>
  Object.fromEntries(KINDS_OF_CREDENTIAL.map((kind) => [kind, make(kind)])) as Record<Credential['kind'], Value>;

export const PRINCIPAL_STATEMENTS = byCredential((credentialKind) =>
  statement(
    `load-principal-${credentialKind}`,
    ($) =>
      `SELECT p.kind AS "principalKind", p.credential_id AS "credentialId", p.scope, p.is_fresh AS "isFresh", p.run AS "principalRun",
         p.account_id AS "accountId", p.username, p.email, p.account_name AS "accountName", p.is_operator AS "isOperator" FROM (${PRINCIPALS[credentialKind]($)}) p`,
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
  run: statementsOf('run'),
  build: statementsOf('build'),
  actor: statementsOf('actor'),
  task: statementsOf('task'),
  schedule: statementsOf('schedule'),
  webhook: statementsOf('webhook'),
} satisfies Record<ResourceKind, ReturnType<typeof statementsOf>>;
export const RECORD_STATEMENTS = statementsOf('key-value-store', true);
