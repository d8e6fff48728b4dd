/** Schedules, their firings, and what came of them. */
import { sql } from 'drizzle-orm';
import { bigint, boolean, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { Scope } from '../../lib/authorization/types.ts';
import { accounts } from './account.ts';
import { id, instant } from './columns.ts';
import { resources } from './resource.ts';
import type { TaskOptions } from './task.ts';

/** What a firing starts. Source: the official description, `ScheduleAction`. */
export type ScheduleAction =
  | {
      id: string;
      type: 'RUN_ACTOR';
      actorId: string;
      runInput?: { body?: string | null; contentType?: string | null } | null;
      runOptions?: TaskOptions | null;
    }
  | { id: string; type: 'RUN_ACTOR_TASK'; actorTaskId: string; input?: Record<string, unknown> | null };

export const schedules = pgTable(
  'schedules',
  {
    id: id('id')
      .primaryKey()
      .references(() => resources.id, { onDelete: 'cascade' }),
    /** Of `resources`, repeated: the account that it fires for is held together with it. */
    accountId: id('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    title: text('title'),
    description: text('description'),
    cronExpression: text('cron_expression').notNull(),
    /** Of the IANA database. */
    timezone: text('timezone').notNull().default('UTC'),
    isEnabled: boolean('is_enabled').notNull().default(false),
    /** Whether an action is passed over while a run that it started before has not finished. */
    isExclusive: boolean('is_exclusive').notNull().default(true),
    actions: jsonb('actions').$type<ScheduleAction[]>().notNull().default([]),
    notifiesByEmail: boolean('notifies_by_email').notNull().default(true),
    /** Of the scoped token that made it: what it starts can do no more. null: all that the account may. */
    scope: jsonb('scope').$type<Scope>(),
    /** null while it is not enabled. */
    nextRunAt: instant('next_run_at'),
    lastRunAt: instant('last_run_at'),
    modifiedAt: instant('modified_at').notNull().defaultNow(),
  },
  (table) => [
    index('schedules_due').on(table.nextRunAt).where(sql`${table.isEnabled}`),
    index('schedules_of_account').on(table.accountId),
    index('schedules_actions').using('gin', sql`${table.actions} jsonb_path_ops`),
  ],
);

/** One firing. The pair of columns is unique, so that no time fires twice, whichever workers look. */
export const scheduleFirings = pgTable(
  'schedule_firings',
  {
    id: id('id').primaryKey(),
    scheduleId: id('schedule_id')
      .notNull()
      .references(() => schedules.id, { onDelete: 'cascade' }),
    scheduledAt: instant('scheduled_at').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    uniqueIndex('schedule_firings_once').on(table.scheduleId, table.scheduledAt),
    index('schedule_firings_unfinished').on(table.scheduleId).where(sql`${table.finishedAt} IS NULL`),
  ],
);

/** What a schedule did, line by line. */
export const scheduleLog = pgTable(
  'schedule_log',
  {
    sequence: bigint('sequence', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    scheduleId: id('schedule_id')
      .notNull()
      .references(() => schedules.id, { onDelete: 'cascade' }),
    firingId: id('firing_id'),
    level: text('level').$type<'INFO' | 'WARN' | 'ERROR'>().notNull(),
    /** `%` in it stands for the target, where there is one: what that is called is for those who may see it when they read this. */
    message: text('message').notNull(),
    targetKind: text('target_kind').$type<'actor' | 'task'>(),
    targetId: id('target_id'),
    /** The action that it is about, the run that it started, and the type of the refusal. */
    actionId: id('action_id'),
    actorId: id('actor_id'),
    runId: id('run_id'),
    errorType: text('error_type'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [index('schedule_log_of_schedule').on(table.scheduleId, table.sequence)],
);
