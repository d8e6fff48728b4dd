/** Runs of Actors, the workers that hold them, what they printed, and what their tokens did. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { RunPrincipal, Scope } from '../../lib/authorization/types.ts';
import type { PermissionLevel, ResourceKind } from '../../lib/vocabulary.ts';
import { accounts } from './account.ts';
import { actors, leased } from './actor.ts';
import { bytes, id, instant } from './columns.ts';
import { resources } from './resource.ts';

/** What a worker measured of a run. Times in milliseconds, memory in bytes, processor use in percent of one core. */
export interface RunMeasures {
  memAvgBytes: number;
  memMaxBytes: number;
  memCurrentBytes: number;
  cpuAvgUsage: number;
  cpuMaxUsage: number;
  cpuCurrentUsage: number;
}

/** What fired a run by itself. Times as in JSON. */
export type RunCause = { scheduleId: string; scheduledAt: string } | { webhookId: string };

export const runs = pgTable(
  'runs',
  {
    id: id('id')
      .primaryKey()
      .references(() => resources.id, { onDelete: 'cascade' }),
    /** Of `resources`, repeated: an account's runs of one Actor are one walk along one index. */
    accountId: id('account_id').notNull(),
    /** Without references: the Actor and the build may be deleted, the run stays. */
    actorId: id('actor_id').notNull(),
    /** As it was called then, `username~name`: what is left to call a deleted one by. */
    actorName: text('actor_name'),
    buildId: id('build_id').notNull(),
    buildNumber: text('build_number').notNull(),
    taskId: id('task_id'),
    /** What fired it: a schedule at a time, or a webhook. */
    cause: jsonb('cause').$type<RunCause>(),
    /** Of the one start that it may come from: a second one with the same key starts nothing. */
    startKey: text('start_key'),
    ...leased(),
    isStatusMessageTerminal: boolean('is_status_message_terminal').notNull().default(false),
    /** When the time of the present attempt is over; null: never. */
    timeoutAt: instant('timeout_at'),
    diskMbytes: integer('disk_mbytes').notNull(),
    /** Other options of the start, as they are shown. */
    options: jsonb('options').$type<Record<string, unknown>>().notNull(),
    /** The effective level, decided at the start and never again; why no approval was needed; the epoch of the Actor's level then. */
    level: text('level').$type<PermissionLevel>().notNull(),
    levelBecause: text('level_because').array().notNull(),
    levelEpoch: integer('level_epoch').notNull(),
    /** The run that started it, if one did, after those above it. */
    ancestorIds: text('ancestor_ids').array().notNull().default([]),
    /** Storages that the input named, with what the field permits. */
    inputStorages: jsonb('input_storages').$type<RunPrincipal['inputStorages']>().notNull().default([]),
    /** Of the scoped token that started it, directly or through a run. */
    scope: jsonb('scope').$type<Scope>(),
    /** Of the token that the program of the present attempt holds; null when there is none. */
    tokenDigest: bytes('token_digest'),
    defaultDatasetId: id('default_dataset_id').notNull(),
    defaultKeyValueStoreId: id('default_key_value_store_id').notNull(),
    defaultRequestQueueId: id('default_request_queue_id').notNull(),
    /** The key of the record with the input: another one after a metamorph. */
    inputKey: text('input_key').notNull().default('INPUT'),
    metamorphs: jsonb('metamorphs')
      .$type<{ createdAt: string; actorId: string; buildId: string; inputKey: string }[]>()
      .notNull()
      .default([]),
    restartsOnError: boolean('restarts_on_error').notNull().default(false),
    rebootCount: integer('reboot_count').notNull().default(0),
    restartCount: integer('restart_count').notNull().default(0),
    resurrectCount: integer('resurrect_count').notNull().default(0),
    metamorphCount: integer('metamorph_count').notNull().default(0),
    migrationCount: integer('migration_count').notNull().default(0),
    /** Time spent in attempts that are over. */
    earlierRunTimeMillis: bigint('earlier_run_time_millis', { mode: 'number' }).notNull().default(0),
    attemptStartedAt: instant('attempt_started_at'),
    measures: jsonb('measures').$type<RunMeasures>(),
    inputBodyBytes: bigint('input_body_bytes', { mode: 'number' }).notNull().default(0),
    modifiedAt: instant('modified_at').notNull().defaultNow(),
  },
  (table) => [
    index('runs_token').on(table.tokenDigest).where(sql`${table.tokenDigest} IS NOT NULL`),
    index('runs_of_actor').on(table.accountId, table.actorId, table.startedAt, table.id),
    // Of the runs that stand for an approval: what every start with full permissions asks for.
    index('runs_started_full')
      .on(table.accountId, table.actorId, table.levelEpoch, table.startedAt)
      .where(sql`${table.level} = 'FULL_PERMISSIONS' AND ${table.ancestorIds} = '{}' AND ${table.metamorphCount} = 0`),
    index('runs_of_task').on(table.taskId, table.startedAt, table.id).where(sql`${table.taskId} IS NOT NULL`),
    uniqueIndex('runs_start_key').on(table.startKey).where(sql`${table.startKey} IS NOT NULL`),
    index('runs_below').using('gin', table.ancestorIds),
    index('runs_unfinished').on(table.startedAt, table.id).where(sql`${table.finishedAt} IS NULL`),
    check('runs_level', sql`${table.level} IN ('LIMITED_PERMISSIONS', 'FULL_PERMISSIONS')`),
  ],
);

/** What a run or a build printed, in pieces of whole lines, each line with its time. Sequences grow with the text, with gaps. */
export const logChunks = pgTable(
  'log_chunks',
  {
    resourceId: id('resource_id')
      .notNull()
      .references(() => resources.id, { onDelete: 'cascade' }),
    sequence: integer('sequence').notNull(),
    text: text('text').notNull(),
    /** Of the log up to the end of this piece. */
    charCount: integer('char_count').notNull(),
  },
  (table) => [primaryKey({ columns: [table.resourceId, table.sequence] })],
);

/** A process that runs Actors. `engine`: what it found at its start. */
export const workers = pgTable('workers', {
  id: id('id').primaryKey(),
  host: text('host').notNull(),
  startedAt: instant('started_at').notNull().defaultNow(),
  seenAt: instant('seen_at').notNull().defaultNow(),
  memoryMbytes: integer('memory_mbytes').notNull(),
  usedMemoryMbytes: integer('used_memory_mbytes').notNull().default(0),
  engines: jsonb('engines')
    .$type<{ name: string; isAvailable: boolean; isolation: string; summary: string; remedy: string | null }[]>()
    .notNull(),
});

/** Calls that a run's token made and that were refused, alike ones counted together. */
export const runRefusals = pgTable(
  'run_refusals',
  {
    runId: id('run_id')
      .notNull()
      .references(() => resources.id, { onDelete: 'cascade' }),
    /** What was asked about; the account itself where there is no resource. */
    kind: text('kind').$type<ResourceKind | 'account'>().notNull(),
    /** As the program named it, an id or a name; empty for the account. */
    subject: text('subject').notNull(),
    asked: text('asked').notNull(),
    count: integer('count').notNull(),
    firstAt: instant('first_at').notNull().defaultNow(),
    lastAt: instant('last_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.kind, table.subject, table.asked] })],
);

/** What the tokens of an account's runs of an Actor did, by day. `isOwn`: what a run with limited permissions could have done too. */
export const runUses = pgTable(
  'run_uses',
  {
    accountId: id('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    actorId: id('actor_id')
      .notNull()
      .references(() => actors.id, { onDelete: 'cascade' }),
    runId: id('run_id').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    kind: text('kind').$type<ResourceKind | 'account'>().notNull(),
    asked: text('asked').notNull(),
    isOwn: boolean('is_own').notNull(),
    isRefused: boolean('is_refused').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.runId, table.day, table.kind, table.asked, table.isOwn, table.isRefused],
    }),
    index('run_uses_of_actor').on(table.accountId, table.actorId, table.day),
  ],
);
