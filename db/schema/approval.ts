/** What people decided about Actors with full permissions, and what waits for them to decide. */
import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { MailState, NotificationKind, PermissionLevel, ResourceKind, StartSource } from '../../lib/vocabulary.ts';
import { accounts } from './account.ts';
import { actors } from './actor.ts';
import { id, instant } from './columns.ts';

/** Each change of an Actor's level, with what its developer said about it. Levels are effective ones: those that a plain start has. */
export const levelChanges = pgTable(
  'level_changes',
  {
    actorId: id('actor_id')
      .notNull()
      .references(() => actors.id, { onDelete: 'cascade' }),
    /** The epoch that began with it. */
    levelEpoch: integer('level_epoch').notNull(),
    fromLevel: text('from_level').$type<PermissionLevel>().notNull(),
    toLevel: text('to_level').$type<PermissionLevel>().notNull(),
    reason: text('reason'),
    changedBy: id('changed_by').references(() => accounts.id, { onDelete: 'set null' }),
    changedAt: instant('changed_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.actorId, table.levelEpoch] })],
);

/** An account's word that an Actor never gets more than limited permissions in it. */
export const levelCeilings = pgTable(
  'level_ceilings',
  {
    accountId: id('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    actorId: id('actor_id')
      .notNull()
      .references(() => actors.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.actorId] })],
);

/** Starts that were refused for want of an approval, by where they came from, until the Actor is approved. */
export const refusedStarts = pgTable(
  'refused_starts',
  {
    accountId: id('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    actorId: id('actor_id')
      .notNull()
      .references(() => actors.id, { onDelete: 'cascade' }),
    source: text('source').$type<StartSource>().notNull(),
    /** The id of the session, token, run, schedule or webhook. */
    sourceId: id('source_id').notNull(),
    count: integer('count').notNull(),
    firstAt: instant('first_at').notNull().defaultNow(),
    lastAt: instant('last_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.actorId, table.source, table.sourceId] }),
    index('refused_starts_of_actor').on(table.actorId),
  ],
);

/** What an account is told in the Console. Alike ones are one row until it is closed: by what they wait for, or by the reader. */
export const notifications = pgTable(
  'notifications',
  {
    id: id('id').primaryKey(),
    accountId: id('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<NotificationKind>().notNull(),
    subjectKind: text('subject_kind').$type<ResourceKind>().notNull(),
    subjectId: id('subject_id').notNull(),
    data: jsonb('data').$type<Record<string, unknown>>().notNull().default({}),
    count: integer('count').notNull().default(1),
    createdAt: instant('created_at').notNull().defaultNow(),
    lastAt: instant('last_at').notNull().defaultNow(),
    readAt: instant('read_at'),
    closedAt: instant('closed_at'),
    /** null until it was looked at whether a mail is to tell of it. */
    mailState: text('mail_state').$type<MailState>(),
    mailDecidedAt: instant('mail_decided_at'),
    mailedAt: instant('mailed_at'),
  },
  (table) => [
    uniqueIndex('notifications_one_open')
      .on(table.accountId, table.kind, table.subjectId)
      .where(sql`${table.closedAt} IS NULL`),
    index('notifications_open_on').on(table.subjectId).where(sql`${table.closedAt} IS NULL`),
    index('notifications_of_account').on(table.accountId, table.lastAt, table.id),
    index('notifications_unread').on(table.accountId).where(sql`${table.readAt} IS NULL AND ${table.closedAt} IS NULL`),
    index('notifications_to_mail')
      .on(table.lastAt)
      .where(sql`${table.mailState} IS NULL AND ${table.readAt} IS NULL AND ${table.closedAt} IS NULL`),
    index('notifications_mail_of_account')
      .on(table.accountId, table.mailDecidedAt)
      .where(sql`${table.mailState} <> 'NONE'`),
  ],
);
