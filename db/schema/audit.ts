/** The audit trail: one chain of rows for each account. */
import { bigint, index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { AuditEvent, Via } from '../../lib/vocabulary.ts';
import { accounts } from './account.ts';
import { bytes, id, instant } from './columns.ts';

/** Who did it, as text that outlives the account, session or token. */
export interface AuditPrincipal {
  kind: 'anonymous' | 'session' | 'token' | 'run' | 'operator-command' | 'system';
  accountId?: string;
  username?: string;
  credentialId?: string;
}

/**
 * `hash` covers the row and the hash before it, so that an edited, removed or reordered row shows. Rows have no foreign keys: they
 * outlive what they speak of.
 */
export const auditEvents = pgTable(
  'audit_events',
  {
    accountId: id('account_id').notNull(),
    /** Counts from 1 in each account, without gaps. */
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    at: instant('at').notNull(),
    event: text('event').$type<AuditEvent>().notNull(),
    principal: jsonb('principal').$type<AuditPrincipal>().notNull(),
    resourceKind: text('resource_kind'),
    resourceId: text('resource_id'),
    /** What changed, from and to. */
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull(),
    /** The rules that permitted it. */
    because: text('because').array().notNull(),
    via: text('via').$type<Via>().notNull(),
    requestId: text('request_id').notNull(),
    /** As it was received: the hash covers this very text. */
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    hash: bytes('hash').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.sequence] }),
    index('audit_events_of_resource').on(table.accountId, table.resourceId, table.sequence),
    index('audit_events_of_event').on(table.accountId, table.event, table.sequence),
  ],
);

/** The end of each account's chain; locking this row puts the account's audit rows in order. */
export const auditHeads = pgTable('audit_heads', {
  accountId: id('account_id')
    .primaryKey()
    .references(() => accounts.id, { onDelete: 'cascade' }),
  sequence: bigint('sequence', { mode: 'number' }).notNull(),
  hash: bytes('hash').notNull(),
});
