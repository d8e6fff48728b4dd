/** Webhooks, what happened that they wait for, and what they sent. */
import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Scope } from '../../lib/authorization/types.ts';
import type { DispatchStatus, WebhookEventType } from '../../lib/vocabulary.ts';
import { accounts } from './account.ts';
import { bytes, id, instant } from './columns.ts';
import { resources } from './resource.ts';

export const webhooks = pgTable(
  'webhooks',
  {
    id: id('id')
      .primaryKey()
      .references(() => resources.id, { onDelete: 'cascade' }),
    /** Of `resources`, repeated: what happens in an account finds its webhooks along one index. */
    accountId: id('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    isEnabled: boolean('is_enabled').notNull().default(true),
    /** Of one run, and gone with it. */
    isAdHoc: boolean('is_ad_hoc').notNull().default(false),
    eventTypes: text('event_types').array().$type<WebhookEventType[]>().notNull(),
    /** The condition: one of the three. */
    actorId: id('actor_id'),
    taskId: id('task_id'),
    runId: id('run_id').references(() => resources.id, { onDelete: 'cascade' }),
    requestUrl: text('request_url').notNull(),
    payloadTemplate: text('payload_template'),
    /** As `lib/secret/seal.ts` gives it: it holds secrets of the receiver. */
    headersSealed: text('headers_sealed'),
    /** The same of what was written before such were sealed, until upkeep does it. */
    headersTemplate: text('headers_template'),
    description: text('description'),
    shouldInterpolateStrings: boolean('should_interpolate_strings').notNull().default(false),
    ignoreSslErrors: boolean('ignore_ssl_errors').notNull().default(false),
    doNotRetry: boolean('do_not_retry').notNull().default(false),
    idempotencyKey: text('idempotency_key'),
    /** Among which keys it is: empty for the account's own, else the run or the scoped token that may not use those up. */
    idempotencySpace: text('idempotency_space').notNull().default(''),
    /** Whether a call to our own API carries a token of the account, and within which scope: both as of who made the webhook. */
    carriesToken: boolean('carries_token').notNull(),
    scope: jsonb('scope').$type<Scope>(),
    /** The Actor or the task that a call to our own API starts. */
    startsActorId: id('starts_actor_id'),
    startsTaskId: id('starts_task_id'),
    totalDispatches: integer('total_dispatches').notNull().default(0),
    modifiedAt: instant('modified_at').notNull().defaultNow(),
  },
  (table) => [
    index('webhooks_of_account').on(table.accountId),
    index('webhooks_lasting').on(table.accountId).where(sql`NOT ${table.isAdHoc}`),
    index('webhooks_of_run').on(table.runId).where(sql`${table.runId} IS NOT NULL`),
    index('webhooks_of_task').on(table.taskId, table.accountId).where(sql`${table.taskId} IS NOT NULL`),
    index('webhooks_of_actor').on(table.actorId, table.accountId).where(sql`${table.actorId} IS NOT NULL`),
    index('webhooks_starting_actor').on(table.startsActorId).where(sql`${table.startsActorId} IS NOT NULL`),
    index('webhooks_starting_task').on(table.startsTaskId).where(sql`${table.startsTaskId} IS NOT NULL`),
    index('webhooks_unsealed').on(table.id).where(sql`${table.headersTemplate} IS NOT NULL`),
    uniqueIndex('webhooks_idempotency_key')
      .on(table.accountId, table.idempotencySpace, table.idempotencyKey)
      .where(sql`${table.idempotencyKey} IS NOT NULL`),
  ],
);

/** A token that a call to our own API carries; it lives as long as the call. */
export const webhookTokens = pgTable(
  'webhook_tokens',
  {
    digest: bytes('digest').primaryKey(),
    webhookId: id('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    accountId: id('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('webhook_tokens_of_webhook').on(table.webhookId)],
);

/** What happened to runs and builds and some webhook waits for, written by triggers in the transaction in which it happened. */
export const jobEvents = pgTable('job_events', {
  sequence: bigint('sequence', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  accountId: id('account_id').notNull(),
  resourceId: id('resource_id').notNull(),
  eventType: text('event_type').$type<WebhookEventType>().notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
});

/** One try to deliver. Times as in JSON. Source: the official description, `WebhookDispatch`. */
export interface DispatchCall {
  startedAt: string;
  finishedAt: string;
  errorMessage: string | null;
  responseStatus: number | null;
  responseBody: string | null;
}

export const webhookDispatches = pgTable(
  'webhook_dispatches',
  {
    id: id('id').primaryKey(),
    webhookId: id('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    accountId: id('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    eventType: text('event_type').$type<WebhookEventType>().notNull(),
    eventData: jsonb('event_data').$type<Record<string, unknown>>(),
    /** The run or the build as it was then: what templates of headers speak of at each try. */
    resource: jsonb('resource').$type<Record<string, unknown>>(),
    /** As it is sent, the same at each try. */
    payload: text('payload').notNull(),
    status: text('status').$type<DispatchStatus>().notNull().default('ACTIVE'),
    calls: jsonb('calls').$type<DispatchCall[]>().notNull().default([]),
    /** The dispatch that this one repeats. */
    replayOf: id('replay_of'),
    createdAt: instant('created_at').notNull().defaultNow(),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    index('webhook_dispatches_of_webhook').on(table.webhookId, table.createdAt, table.id),
    index('webhook_dispatches_of_account').on(table.accountId, table.createdAt, table.id),
    index('webhook_dispatches_active').on(table.createdAt).where(sql`${table.status} = 'ACTIVE'`),
    index('webhook_dispatches_finished').on(table.finishedAt).where(sql`${table.finishedAt} IS NOT NULL`),
  ],
);
