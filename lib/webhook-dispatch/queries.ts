/** Statements on what webhooks have sent. They take a proof and decide nothing; those of workers are in `lib/webhook-work`. */
import { createHash } from 'node:crypto';
import type { SendOptions } from 'pg-boss';
import { pool } from '../../db/client.ts';
import { DISPATCH_QUEUE, JOB_SCHEMA } from '../../db/job-queue.ts';
import { type DispatchCall, webhookDispatches } from '../../db/schema/webhook.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized, Listing } from '../authorization/authorize.ts';
import { createId } from '../ids.ts';
import { sendJob } from '../job-queue/queries.ts';
import type { DispatchStatus, WebhookEventType } from '../vocabulary.ts';

export type { DispatchCall };

export interface DispatchRow {
  id: string;
  webhookId: string;
  accountId: string;
  eventType: WebhookEventType;
  eventData: Record<string, unknown> | null;
  resource: Record<string, unknown> | null;
  payload: string;
  status: DispatchStatus;
  calls: DispatchCall[];
  replayOf: string | null;
  /** About when it is tried again; null where it is not, or at once. */
  nextTryAt: Date | null;
  createdAt: Date;
  finishedAt: Date | null;
  /** Of its webhook, as that is now. */
  actorId: string | null;
  taskId: string | null;
  runId: string | null;
  requestUrl: string;
  isAdHoc: boolean;
  createdByTokenId: string | null;
}

export interface NewDispatch {
  eventType: WebhookEventType;
  eventData: Record<string, unknown> | null;
  resource: Record<string, unknown> | null;
  payload: string;
  replayOf?: string;
  /** When the event was; now, if it is one of ours. */
  createdAt?: Date;
}

/**
 * Enters something to be sent, and the work of sending it, which are there once the transaction is committed. Without a proof: workers enter
 * what events ask for; use-cases hold a proof on the webhook. `options`: of the job, as pg-boss takes them.
 */
export async function enterDispatch(
  tx: Transaction,
  webhook: { id: string; accountId: string },
  dispatch: NewDispatch,
  options: SendOptions = {},
): Promise<string> {
  const id = createId();
  await tx.db
    .insert(webhookDispatches)
    .values({ ...dispatch, id, webhookId: webhook.id, accountId: webhook.accountId });
  await tx.client.query('UPDATE webhooks SET total_dispatches = total_dispatches + 1 WHERE id = $1', [webhook.id]);
  await sendJob(tx, DISPATCH_QUEUE, { dispatchId: id }, { ...options, id: jobIdOf(id) });
  return id;
}

/** Jobs have ids of their own form: that of a delivery is found by the dispatch, here as in `JOB_ID`. */
const jobIdOf = (dispatchId: string) =>
  createHash('md5')
    .update(dispatchId)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
const JOB_ID = 'md5(d.id)::uuid';
/** The job of a dispatch `d`, as long as there is more to be done. */
export const LIVE_JOB = `${JOB_SCHEMA}.job j WHERE j.name = '${DISPATCH_QUEUE}' AND j.id = ${JOB_ID} AND j.state < 'completed'`;

const COLUMNS = `d.id, d.webhook_id AS "webhookId", d.account_id AS "accountId", d.event_type AS "eventType", d.event_data AS "eventData",
  d.resource, d.payload, d.status, d.calls, d.replay_of AS "replayOf", d.created_at AS "createdAt", d.finished_at AS "finishedAt",
  w.actor_id AS "actorId", w.task_id AS "taskId", w.run_id AS "runId", w.request_url AS "requestUrl", w.is_ad_hoc AS "isAdHoc",
  r.created_by_token_id AS "createdByTokenId",
  CASE WHEN d.status = 'ACTIVE' AND d.calls <> '[]' THEN (SELECT j.start_after FROM ${LIVE_JOB} AND j.state = 'retry') END AS "nextTryAt"`;
const FROM = 'webhook_dispatches d JOIN webhooks w ON w.id = d.webhook_id JOIN resources r ON r.id = w.id';

/** The webhook that a dispatch is of; null if there is no such dispatch. Without a proof: an id alone says nothing. */
export async function findWebhookOf(dispatchId: string): Promise<string | null> {
  const { rows } = await pool().query<{ webhookId: string }>(
    'SELECT webhook_id AS "webhookId" FROM webhook_dispatches WHERE id = $1',
    [dispatchId],
  );
  return rows[0]?.webhookId ?? null;
}

export async function selectDispatch(
  { row }: Authorized<'webhook', 'read'>,
  id: string,
  tx?: Transaction,
): Promise<DispatchRow | null> {
  const { rows } = await (tx?.client ?? pool()).query<DispatchRow>(
    `SELECT ${COLUMNS} FROM ${FROM} WHERE d.id = $1 AND d.webhook_id = $2`,
    [id, row.id],
  );
  return rows[0] ?? null;
}

interface Page {
  limit: number;
  offset: number;
  desc: boolean;
}

const selectPage = async (
  condition: string,
  values: unknown[],
  { limit, offset, desc }: Page,
): Promise<{ rows: DispatchRow[]; total: number }> => {
  const direction = desc ? 'DESC' : 'ASC';
  const [{ rows }, counted] = await Promise.all([
    pool().query<DispatchRow>(
      `SELECT ${COLUMNS} FROM ${FROM} WHERE ${condition} ORDER BY d.created_at ${direction}, d.id ${direction} LIMIT ${limit} OFFSET ${offset}`,
      values,
    ),
    pool().query<{ total: number }>(`SELECT count(*) AS total FROM ${FROM} WHERE ${condition}`, values),
  ]);
  return { rows, total: counted.rows[0]?.total ?? 0 };
};

export const selectDispatchesOf = ({ row }: Authorized<'webhook', 'read'>, page: Page) =>
  selectPage('d.webhook_id = $1', [row.id], page);

/** Of all webhooks that are listed, those of single runs among them. */
export function selectDispatches({ accountId, scope }: Listing<'webhook'>, page: Page) {
  if (scope === null) return selectPage('d.account_id = $1', [accountId], page);
  const inScope = '(w.id = ANY ($2::text[]) OR r.created_by_token_id = $3 OR r.created_by_run_id = $4)';
  return selectPage(`d.account_id = $1 AND ${inScope}`, [accountId, scope.ids, scope.tokenId, scope.runId], page);
}

/** Ends what is still to be sent, for a webhook that has been switched off. */
export async function endActive(tx: Transaction, { row }: Authorized<'webhook', 'write'>): Promise<void> {
  await tx.client.query(
    `UPDATE webhook_dispatches SET status = 'FAILED', finished_at = now() WHERE webhook_id = $1 AND status = 'ACTIVE' AND event_type <> 'TEST'`,
    [row.id],
  );
}
