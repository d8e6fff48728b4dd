/**
 * Statements of workers on events and on what is to be sent. None of them takes a proof: they act for nobody. A webhook is told of what happens
 * in its own account, and nothing else.
 */
import { eq } from 'drizzle-orm';
import { pool } from '../../db/client.ts';
import { listen } from '../../db/listen.ts';
import { resources } from '../../db/schema/resource.ts';
import { runs } from '../../db/schema/run.ts';
import type { DispatchCall } from '../../db/schema/webhook.ts';
import type { Transaction } from '../../db/transaction.ts';
import { turn } from '../../db/turn.ts';
import type { Scope } from '../authorization/types.ts';
import { BUILD_COLUMNS, type BuildRow } from '../build/queries.ts';
import { createId } from '../ids.ts';
import type { RunRow } from '../run/queries.ts';
import type { GeneralAccess, WebhookEventType } from '../vocabulary.ts';
import { LIVE_JOB } from '../webhook-dispatch/queries.ts';

export interface JobEvent {
  sequence: number;
  accountId: string;
  resourceId: string;
  eventType: WebhookEventType;
  createdAt: Date;
}

/** Calls back whenever something has happened that a webhook may wait for, and whenever it may have been missed. */
export const listenForEvents = (onEvent: () => void): Promise<{ close: () => Promise<void> }> =>
  listen(['gatehouse_job_event'], onEvent, async () => onEvent());

/** Takes the oldest event that no other worker has in its hands, and removes it with this transaction. `except`: which not to. */
export async function takeEvent(tx: Transaction, except: readonly number[]): Promise<JobEvent | null> {
  const { rows } = await tx.client.query<JobEvent>(
    `DELETE FROM job_events WHERE sequence = (
       SELECT sequence FROM job_events WHERE sequence <> ALL ($1::bigint[]) ORDER BY sequence LIMIT 1 FOR UPDATE SKIP LOCKED
     ) RETURNING sequence, account_id AS "accountId", resource_id AS "resourceId", event_type AS "eventType", created_at AS "createdAt"`,
    [except],
  );
  return rows[0] ?? null;
}

/** null where it has been deleted. */
export async function selectEventRun(
  tx: Transaction,
  { resourceId }: JobEvent,
): Promise<{ run: RunRow; generalAccess: GeneralAccess } | null> {
  const [found] = await tx.db
    .select({ run: runs, generalAccess: resources.generalAccess })
    .from(runs)
    .innerJoin(resources, eq(resources.id, runs.id))
    .where(eq(runs.id, resourceId));
  return found ?? null;
}

/** null where it has been deleted. */
export async function selectEventBuild(tx: Transaction, { resourceId }: JobEvent): Promise<BuildRow | null> {
  const { rows } = await tx.client.query<BuildRow>(
    `SELECT ${BUILD_COLUMNS} FROM builds b JOIN resources r ON r.id = b.id WHERE b.id = $1`,
    [resourceId],
  );
  return rows[0] ?? null;
}

export interface WaitingWebhook {
  id: string;
  accountId: string;
  payloadTemplate: string | null;
  shouldInterpolateStrings: boolean;
}

/** The webhooks that wait for an event; as the triggers have it that noted the event. */
export async function selectWaiting(
  tx: Transaction,
  { accountId, eventType }: JobEvent,
  { actorId, taskId, runId }: { actorId: string; taskId: string | null; runId: string | null },
): Promise<WaitingWebhook[]> {
  const { rows } = await tx.client.query<WaitingWebhook>(
    `SELECT id, account_id AS "accountId", payload_template AS "payloadTemplate", should_interpolate_strings AS "shouldInterpolateStrings"
     FROM webhooks
     WHERE account_id = $1 AND is_enabled AND $2 = ANY (event_types) AND id IN (
       SELECT id FROM webhooks WHERE run_id = $5
       UNION ALL SELECT id FROM webhooks WHERE account_id = $1 AND task_id = $4 AND run_id IS NULL
       UNION ALL SELECT id FROM webhooks WHERE account_id = $1 AND actor_id = $3 AND task_id IS NULL AND run_id IS NULL
     )
     ORDER BY id FOR KEY SHARE`,
    [accountId, eventType, actorId, taskId, runId],
  );
  return rows;
}

/** All that is to be known to try a delivery. */
export interface Delivery {
  id: string;
  webhookId: string;
  accountId: string;
  eventType: WebhookEventType;
  eventData: Record<string, unknown> | null;
  resource: Record<string, unknown> | null;
  payload: string;
  createdAt: Date;
  /** Tries so far. */
  callCount: number;
  requestUrl: string;
  headersSealed: string | null;
  /** Of what was written before it was sealed. */
  headersTemplate: string | null;
  shouldInterpolateStrings: boolean;
  ignoreSslErrors: boolean;
  doNotRetry: boolean;
  carriesToken: boolean;
  scope: Scope | null;
  /** Whether anything is to be sent any more: of a webhook that is switched off, only tests. */
  isWanted: boolean;
}

/** null for what has ended, or has been deleted with its webhook. */
export async function selectDelivery(dispatchId: string): Promise<Delivery | null> {
  const { rows } = await pool().query<Delivery>(
    `SELECT d.id, d.webhook_id AS "webhookId", d.account_id AS "accountId", d.event_type AS "eventType", d.event_data AS "eventData",
       d.resource, d.payload, d.created_at AS "createdAt", jsonb_array_length(d.calls) AS "callCount", w.request_url AS "requestUrl",
       w.headers_sealed AS "headersSealed", w.headers_template AS "headersTemplate", w.should_interpolate_strings AS "shouldInterpolateStrings",
       w.ignore_ssl_errors AS "ignoreSslErrors", w.do_not_retry AS "doNotRetry", w.carries_token AS "carriesToken", w.scope,
       (w.is_enabled OR d.event_type = 'TEST') AND a.disabled_at IS NULL AS "isWanted"
     FROM webhook_dispatches d JOIN webhooks w ON w.id = d.webhook_id JOIN accounts a ON a.id = d.account_id
     WHERE d.id = $1 AND d.status = 'ACTIVE'`,
    [dispatchId],
  );
  return rows[0] ?? null;
}

/** Keeps what became of a try. `status`: how the delivery stands after it. The account is told of the end of one that failed. */
export async function keepCall(
  { id, webhookId, accountId, eventType }: Delivery,
  call: DispatchCall | null,
  status: 'ACTIVE' | 'SUCCEEDED' | 'FAILED',
): Promise<void> {
  const tells = status === 'FAILED' && call !== null && eventType !== 'TEST';
  await pool().query(
    `WITH kept AS (
       UPDATE webhook_dispatches SET calls = calls || $2::jsonb, status = $3, finished_at = CASE WHEN $3 <> 'ACTIVE' THEN now() END
       WHERE id = $1 AND status = 'ACTIVE' RETURNING id
     ), told AS (
       INSERT INTO notifications (id, account_id, kind, subject_kind, subject_id, data)
       SELECT $4, $5, 'webhook-failed', 'webhook', $6, jsonb_build_object('dispatchId', kept.id, 'eventType', $7::text) FROM kept WHERE $8
       ON CONFLICT (account_id, kind, subject_id) WHERE closed_at IS NULL
         DO UPDATE SET count = notifications.count + 1, last_at = now(), data = excluded.data
     )
     UPDATE notifications SET closed_at = now()
     WHERE $3 = 'SUCCEEDED' AND account_id = $5 AND kind = 'webhook-failed' AND subject_id = $6 AND closed_at IS NULL`,
    [id, JSON.stringify(call === null ? [] : [call]), status, createId(), accountId, webhookId, eventType, tells],
  );
}

/** Long enough for one call with all its waiting. */
const TOKEN_SECS = 120;

/** Makes the token of one call to our own API valid. */
export async function insertWebhookToken({ webhookId, accountId }: Delivery, digest: Buffer): Promise<void> {
  await pool().query(
    `INSERT INTO webhook_tokens (digest, webhook_id, account_id, expires_at) VALUES ($1, $2, $3, now() + $4 * interval '1 second')`,
    [digest, webhookId, accountId, TOKEN_SECS],
  );
}

export async function deleteWebhookToken(digest: Buffer): Promise<void> {
  await pool().query(
    `WITH turns AS MATERIALIZED (
       SELECT ${turn('credential', 'alone', 'webhook_id')} FROM webhook_tokens WHERE digest = $1
     )
     DELETE FROM webhook_tokens WHERE digest = $1 AND (SELECT count(*) FROM turns) >= 0`,
    [digest],
  );
}

/** What is to be sent has a job from its first moment on; where that has ended without it, workers were lost over it too often. */
export async function failForsakenDispatches(): Promise<void> {
  await pool().query(
    `WITH forsaken AS (
       UPDATE webhook_dispatches d SET status = 'FAILED', finished_at = now(),
         calls = d.calls || jsonb_build_object('startedAt', NULL, 'finishedAt', NULL, 'responseStatus', NULL, 'responseBody', NULL,
           'errorMessage', 'The delivery was interrupted too often')
       WHERE d.status = 'ACTIVE' AND d.created_at < now() - interval '1 minute' AND NOT EXISTS (SELECT 1 FROM ${LIVE_JOB})
       RETURNING d.id, d.webhook_id, d.account_id, d.event_type
     )
     INSERT INTO notifications (id, account_id, kind, subject_kind, subject_id, count)
     SELECT min(id), account_id, 'webhook-failed', 'webhook', webhook_id, count(*) FROM forsaken WHERE event_type <> 'TEST'
     GROUP BY account_id, webhook_id
     ON CONFLICT (account_id, kind, subject_id) WHERE closed_at IS NULL
       DO UPDATE SET count = notifications.count + excluded.count, last_at = now()`,
  );
}
