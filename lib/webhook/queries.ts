/** Statements on webhooks. They take a proof and decide nothing; those of workers are in `lib/webhook-work`. */
import { eq } from 'drizzle-orm';
import { pool } from '../../db/client.ts';
import { resources } from '../../db/schema/resource.ts';
import { webhooks } from '../../db/schema/webhook.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized, AuthorizedAccount, AuthorizedStart, Listing } from '../authorization/authorize.ts';
import { type ListingFilter, listedPage, listedTotal } from '../authorization/listing.ts';
import type { Principal } from '../authorization/types.ts';
import { createId } from '../ids.ts';
import type { PageKey } from '../paging.ts';
import type { DispatchStatus, ResourceKind } from '../vocabulary.ts';
import { keptHeaders, openedHeaders } from './sealed-headers.ts';

/** `headersTemplate`: opened. */
export type WebhookRow = Omit<typeof webhooks.$inferSelect, 'headersSealed'> & {
  createdAt: Date;
  createdByTokenId: string | null;
  lastStatus: DispatchStatus | null;
  lastTries: number | null;
  lastFinishedAt: Date | null;
};
export type WebhookValues = Omit<
  typeof webhooks.$inferInsert,
  'id' | 'accountId' | 'isAdHoc' | 'totalDispatches' | 'modifiedAt' | 'headersSealed' | 'idempotencySpace'
>;

/** Whose webhook it is to be: of the account that asks, or of the run's. */
export type Creator =
  | AuthorizedAccount<'create-webhook'>
  | AuthorizedStart
  | (Authorized<'run', 'update-status'> & { account: NonNullable<Authorized<'run', 'read'>['account']> });

const createdBy = (principal: Principal) => ({
  createdByTokenId: principal.kind === 'token' ? principal.tokenId : null,
  ...(principal.kind === 'run' && {
    ...{ createdByRunId: principal.runId, createdByActorId: principal.actorId, createdByLevel: principal.level },
  }),
});

/**
 * Among which idempotency keys those of somebody are. Programs that may not do all that the account may have keys of their own: what they make
 * must not be taken for what another asks for later, who would never be told of anything by it.
 */
export function keySpaceOf(principal: Principal): string {
  if (principal.kind === 'token' && principal.scope !== null) return principal.tokenId;
  const isLimited = principal.kind === 'run' && (principal.level === 'LIMITED_PERMISSIONS' || principal.scope !== null);
  return isLimited ? principal.runId : '';
}

/**
 * Holds idempotency keys until the transaction ends, so that of two who use one at once the second sees what the first has made. Whoever needs
 * several takes all of them here, in the same order as everybody.
 */
export async function holdKeys(
  tx: Transaction,
  { account, principal }: Creator,
  keys: readonly (string | null)[],
): Promise<void> {
  const held = keys.filter((key) => key !== null);
  if (held.length === 0) return;
  await tx.client.query(
    `SELECT pg_advisory_xact_lock(key) FROM (
       SELECT DISTINCT hashtextextended($1 || ' ' || name, 7201008) AS key FROM unnest($2::text[]) AS name ORDER BY key
     ) AS keys`,
    [`${account.id} ${keySpaceOf(principal)}`, held],
  );
}

/**
 * Inserts a webhook, unless there is one of the same idempotency key, which the caller holds. `isNew`: whether it is there by this. One that
 * was given up for an earlier one leaves nothing.
 */
export async function insertWebhook(
  tx: Transaction,
  { account, principal }: Creator,
  values: WebhookValues,
): Promise<{ id: string; isNew: boolean }> {
  const { idempotencyKey = null, runId = null, headersTemplate = null } = values;
  const idempotencySpace = keySpaceOf(principal);
  if (idempotencyKey !== null) {
    const { rows } = await tx.client.query<{ id: string }>(
      'SELECT id FROM webhooks WHERE account_id = $1 AND idempotency_space = $2 AND idempotency_key = $3',
      [account.id, idempotencySpace, idempotencyKey],
    );
    if (rows[0]) return { id: rows[0].id, isNew: false };
  }
  const id = createId();
  await tx.db.insert(resources).values({ id, kind: 'webhook', ownerId: account.id, ...createdBy(principal) });
  await tx.db.insert(webhooks).values({
    ...{ ...values, id, accountId: account.id, isAdHoc: runId !== null, idempotencySpace },
    ...keptHeaders(id, headersTemplate),
  });
  return { id, isNew: true };
}

/** How many it has, none of which is made by another transaction meanwhile. `runId`: ad-hoc ones of this run, else those that are none. */
export async function countWebhooks(tx: Transaction, { account }: Creator, runId: string | null): Promise<number> {
  await tx.client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7201009))', [runId ?? account.id]);
  const { rows } = await tx.client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM webhooks WHERE account_id = $1 AND ${runId === null ? 'NOT is_ad_hoc' : 'run_id = $2'}`,
    runId === null ? [account.id] : [account.id, runId],
  );
  return rows[0]?.count ?? 0;
}

const COLUMNS = `w.id, w.account_id AS "accountId", w.is_enabled AS "isEnabled", w.is_ad_hoc AS "isAdHoc", w.event_types AS "eventTypes",
  w.actor_id AS "actorId", w.task_id AS "taskId", w.run_id AS "runId", w.request_url AS "requestUrl", w.payload_template AS "payloadTemplate",
  w.headers_sealed AS "headersSealed", w.headers_template AS "headersTemplate", w.idempotency_space AS "idempotencySpace", w.description, w.should_interpolate_strings AS "shouldInterpolateStrings",
  w.ignore_ssl_errors AS "ignoreSslErrors", w.do_not_retry AS "doNotRetry", w.idempotency_key AS "idempotencyKey",
  w.carries_token AS "carriesToken", w.scope, w.starts_actor_id AS "startsActorId", w.starts_task_id AS "startsTaskId",
  w.total_dispatches AS "totalDispatches", w.modified_at AS "modifiedAt", r.created_at AS "createdAt",
  r.created_by_token_id AS "createdByTokenId", l.status AS "lastStatus", l.finished_at AS "lastFinishedAt", l.tries AS "lastTries"`;
const WITH_LAST = `LEFT JOIN LATERAL (
    SELECT d.status, d.finished_at, jsonb_array_length(d.calls) AS tries FROM webhook_dispatches d WHERE d.webhook_id = w.id ORDER BY d.created_at DESC, d.id DESC LIMIT 1
  ) l ON true`;

const selectById = async (id: string, tx?: Transaction): Promise<WebhookRow | null> => {
  const text = `SELECT ${COLUMNS} FROM webhooks w JOIN resources r ON r.id = w.id ${WITH_LAST} WHERE w.id = $1`;
  const { rows } = await (tx?.client ?? pool()).query<SealedRow>(text, [id]);
  return rows[0] ? opened(rows[0]) : null;
};

type SealedRow = WebhookRow & Pick<typeof webhooks.$inferSelect, 'headersSealed'>;
const opened = ({ headersSealed, ...row }: SealedRow): WebhookRow => ({
  ...row,
  headersTemplate: openedHeaders(row.id, { ...row, headersSealed }),
});

/** null if it has been deleted since the proof was given. */
export const selectWebhook = ({ row }: Authorized<'webhook', 'read'>, tx?: Transaction): Promise<WebhookRow | null> =>
  selectById(row.id, tx);

/** What its creator is shown of it, which need not be able to read it ever after. */
export const selectCreated = (tx: Transaction, _creator: Creator, id: string): Promise<WebhookRow | null> =>
  selectById(id, tx);

export interface WebhookFilter {
  actorId?: string | undefined;
  taskId?: string | undefined;
}

const listingFilter = ({ actorId, taskId }: WebhookFilter): ListingFilter => ({
  onlyNamed: false,
  conditions: (value) => {
    const of = [
      'NOT f.is_ad_hoc',
      actorId !== undefined && `f.actor_id = ${value(actorId)}`,
      taskId !== undefined && `f.task_id = ${value(taskId)}`,
    ].filter(Boolean);
    return [`EXISTS (SELECT 1 FROM webhooks f WHERE f.id = r.id AND ${of.join(' AND ')})`];
  },
});

export async function listedWebhookCount(listing: Listing<'webhook'>, filter: WebhookFilter): Promise<number> {
  const { text, values } = listedTotal(listing, listingFilter(filter));
  const { rows } = await pool().query<{ total: number }>(text, values);
  return rows[0]?.total ?? 0;
}

/** A page of the list, without those of single runs. */
export async function selectWebhooks(
  listing: Listing<'webhook'>,
  filter: WebhookFilter,
  page: { limit: number; offset: number; desc: boolean; after?: PageKey | undefined },
): Promise<WebhookRow[]> {
  const listed = listedPage(listing, listingFilter(filter), page);
  const direction = page.desc ? 'DESC' : 'ASC';
  const { rows } = await pool().query<SealedRow>(
    `SELECT ${COLUMNS} FROM (${listed.text}) AS page JOIN webhooks w ON w.id = page.id JOIN resources r ON r.id = w.id ${WITH_LAST}
     ORDER BY page.created_at ${direction}, page.id ${direction}`,
    listed.values,
  );
  return rows.map(opened);
}

export async function saveWebhook(
  tx: Transaction,
  { row }: Authorized<'webhook', 'write'>,
  changes: Partial<WebhookValues>,
): Promise<void> {
  const { headersTemplate } = changes;
  await tx.db
    .update(webhooks)
    .set({
      ...changes,
      ...(headersTemplate !== undefined && keptHeaders(row.id, headersTemplate)),
      modifiedAt: new Date(),
    })
    .where(eq(webhooks.id, row.id));
}

/** Deletes it with all that it has sent; what is still to be sent is not. */
export async function deleteWebhook(tx: Transaction, { row }: Authorized<'webhook', 'write'>): Promise<void> {
  await tx.db.delete(resources).where(eq(resources.id, row.id));
}

/** What kinds the resources are that scopes name. Without a proof: a kind alone says nothing. */
export async function selectKinds(tx: Transaction, ids: readonly string[]): Promise<Map<string, ResourceKind>> {
  const { rows } = await tx.client.query<{ id: string; kind: ResourceKind }>(
    'SELECT id, kind FROM resources WHERE id = ANY ($1::text[])',
    [ids],
  );
  return new Map(rows.map(({ id, kind }) => [id, kind]));
}
