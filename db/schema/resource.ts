/**
 * Resources and what gives access to them.
 *
 * Every kind of resource has its parent row in `resources`, so that grants, links and counters refer to any of them by a real foreign
 * key, and one statement finds the facts of any decision.
 */
import { sql } from 'drizzle-orm';
import { bigint, check, date, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { GeneralAccess, GrantPermission, PermissionLevel, ResourceKind } from '../../lib/vocabulary.ts';
import { accounts } from './account.ts';
import { bytes, id, instant } from './columns.ts';

export const resources = pgTable(
  'resources',
  {
    id: id('id').primaryKey(),
    kind: text('kind').$type<ResourceKind>().notNull(),
    ownerId: id('owner_id')
      .notNull()
      .references(() => accounts.id),
    /** Unique among the owner's resources of the kind, without regard to case. */
    name: text('name'),
    generalAccess: text('general_access').$type<GeneralAccess>().notNull().default('FOLLOW_USER_SETTING'),
    /** Which signing key is in force; raising it ends every signed link of the resource. */
    signingEpoch: integer('signing_epoch').notNull().default(1),
    /** Links revoked so far: the address that the owner is shown for copying changes with it, so that it is never a revoked one. */
    revokedLinkCount: integer('revoked_link_count').notNull().default(0),
    createdByTokenId: id('created_by_token_id'),
    /** The run that created it, with what that run was then; the run itself may be gone by now. */
    createdByRunId: id('created_by_run_id'),
    createdByActorId: id('created_by_actor_id'),
    createdByLevel: text('created_by_level').$type<PermissionLevel>(),
    /** The run whose default storage this is. */
    runId: id('run_id'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('resources_name_unique').on(table.ownerId, table.kind, sql`lower(${table.name})`),
    index('resources_of_owner').on(table.ownerId, table.kind, table.createdAt, table.id),
    index('resources_named_of_owner')
      .on(table.ownerId, table.kind, table.createdAt, table.id)
      .where(sql`${table.name} IS NOT NULL`),
    index('resources_of_creator').on(table.createdByRunId).where(sql`${table.createdByRunId} IS NOT NULL`),
    index('resources_of_run').on(table.runId).where(sql`${table.runId} IS NOT NULL`),
    check(
      'resources_created_by_run',
      sql`(${table.createdByRunId} IS NULL) = (${table.createdByActorId} IS NULL) AND (${table.createdByRunId} IS NULL) = (${table.createdByLevel} IS NULL)`,
    ),
    check(
      'resources_general_access',
      sql`${table.generalAccess} IN ('FOLLOW_USER_SETTING', 'RESTRICTED', 'ANYONE_WITH_ID_CAN_READ', 'ANYONE_WITH_NAME_CAN_READ')`,
    ),
  ],
);

/**
 * An explicit right of one account on one resource. `kind`, `resourceCreatedAt` and `ownerId` repeat the resource's, so that the list of
 * what is shared with an account is one walk along one index, and so is the list of all that an account has given.
 */
export const grants = pgTable(
  'grants',
  {
    id: id('id').primaryKey(),
    resourceId: id('resource_id')
      .notNull()
      .references(() => resources.id, { onDelete: 'cascade' }),
    accountId: id('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    permissions: text('permissions').array().$type<GrantPermission[]>().notNull(),
    kind: text('kind').$type<ResourceKind>().notNull(),
    resourceCreatedAt: instant('resource_created_at').notNull(),
    ownerId: id('owner_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    createdBy: id('created_by')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at'),
  },
  (table) => [
    uniqueIndex('grants_one_per_account').on(table.resourceId, table.accountId),
    index('grants_of_account').on(table.accountId, table.kind, table.resourceCreatedAt, table.resourceId),
    index('grants_of_owner').on(table.ownerId, table.createdAt, table.id),
    check(
      'grants_permissions',
      sql`cardinality(${table.permissions}) > 0 AND ${table.permissions} <@ ARRAY['READ', 'WRITE', 'RUN', 'BUILD', 'VIEW_OWNER_RUNS', 'SHARE']`,
    ),
  ],
);

/**
 * A signed link: registered when the Console makes it, or entered at its first use when a client made it. `digest` is of the canonical
 * signature, so the address itself cannot be read back from here. `recordKey`: of a link to one record; else it opens the whole content.
 */
export const links = pgTable(
  'links',
  {
    id: id('id').primaryKey(),
    digest: bytes('digest').notNull(),
    resourceId: id('resource_id')
      .notNull()
      .references(() => resources.id, { onDelete: 'cascade' }),
    /** Of the resource, repeated: all links of an account are one walk along one index. */
    ownerId: id('owner_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    recordKey: text('record_key'),
    origin: text('origin').$type<'CONSOLE' | 'CLIENT'>().notNull(),
    label: text('label').notNull().default(''),
    createdBy: id('created_by').references(() => accounts.id, { onDelete: 'set null' }),
    /** For a client-made link: when it was first used. */
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at'),
    revokedAt: instant('revoked_at'),
    lastUsedAt: instant('last_used_at'),
    useCount: bigint('use_count', { mode: 'number' }).notNull().default(0),
  },
  (table) => [
    uniqueIndex('links_digest_unique').on(table.resourceId, table.digest),
    index('links_of_resource').on(table.resourceId, table.createdAt),
    index('links_of_owner').on(table.ownerId, table.createdAt, table.id),
    check('links_origin', sql`${table.origin} IN ('CONSOLE', 'CLIENT')`),
  ],
);

/** How often each resource was read, by day and by the rule that permitted it: what a change of general access would affect. */
export const readCounters = pgTable(
  'read_counters',
  {
    resourceId: id('resource_id')
      .notNull()
      .references(() => resources.id, { onDelete: 'cascade' }),
    day: date('day', { mode: 'string' }).notNull(),
    because: text('because').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.resourceId, table.day, table.because] })],
);
