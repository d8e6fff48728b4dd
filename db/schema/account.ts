/** Accounts and the ways into them. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  inet,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { Scope } from '../../lib/authorization/types.ts';
import type { AccountGeneralAccess, AccountKind } from '../../lib/vocabulary.ts';
import { bytes, id, instant } from './columns.ts';

/** Owns resources: a person's own account, or an organization's. */
export const accounts = pgTable(
  'accounts',
  {
    id: id('id').primaryKey(),
    kind: text('kind').$type<AccountKind>().notNull().default('PERSON'),
    username: text('username').notNull(),
    name: text('name').notNull().default(''),
    /** Lower case. */
    email: text('email').notNull(),
    /** scrypt with its parameters and salt; null for accounts that sign in elsewhere only. */
    passwordHash: text('password_hash'),
    isOperator: boolean('is_operator').notNull().default(false),
    generalAccess: text('general_access').$type<AccountGeneralAccess>().notNull(),
    /** The longest lifetime of a signed link, in seconds; null sets no limit and permits links without expiry. */
    maxLinkLifetimeSecs: integer('max_link_lifetime_secs'),
    /** Counts into the signing key of every storage of the account; raising it ends all their signed links. */
    signingEpoch: integer('signing_epoch').notNull().default(0),
    /** Whether developers of public Actors may read the account's runs of them. */
    sharesRuns: boolean('shares_runs').notNull().default(false),
    /** Whether Actors with full permissions start without being approved. */
    skipsApproval: boolean('skips_approval').notNull().default(false),
    /** Whether what the Console tells them comes by mail too, where mail is set up. */
    notifiesByEmail: boolean('notifies_by_email').notNull().default(true),
    /** Grows with each change of settings, so that a form that shows old values cannot overwrite newer ones. */
    settingsVersion: integer('settings_version').notNull().default(1),
    disabledAt: instant('disabled_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('accounts_username_unique').on(sql`lower(${table.username})`),
    uniqueIndex('accounts_email_unique').on(table.email),
    check('accounts_email_lower', sql`${table.email} = lower(${table.email})`),
    check('accounts_general_access', sql`${table.generalAccess} IN ('RESTRICTED', 'ANYONE_WITH_ID_CAN_READ')`),
  ],
);

/** A person's sign-in at another provider (GitHub, Google, OpenID Connect). */
export const identities = pgTable(
  'identities',
  {
    provider: text('provider').notNull(),
    subject: text('subject').notNull(),
    accountId: id('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.provider, table.subject] }),
    index('identities_account').on(table.accountId),
  ],
);

/** A signed-in browser. The cookie holds a secret of which only the digest is here. */
export const sessions = pgTable(
  'sessions',
  {
    id: id('id').primaryKey(),
    digest: bytes('digest').notNull().unique(),
    accountId: id('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull().defaultNow(),
    /** The last time that the person proved who they are, for settings that ask for a recent sign-in. */
    authenticatedAt: instant('authenticated_at').notNull().defaultNow(),
    lastSeenAt: instant('last_seen_at').notNull().defaultNow(),
    expiresAt: instant('expires_at').notNull(),
    ipAddress: inet('ip_address'),
    userAgent: text('user_agent'),
  },
  (table) => [index('sessions_account').on(table.accountId), index('sessions_expiry').on(table.expiresAt)],
);

/** An API token; `digest` is all that is kept of it. */
export const tokens = pgTable(
  'tokens',
  {
    id: id('id').primaryKey(),
    digest: bytes('digest').notNull().unique(),
    accountId: id('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    description: text('description').notNull(),
    /** The last four characters, so that a person can tell tokens apart. */
    hint: text('hint').notNull(),
    /** null: unscoped. */
    scope: jsonb('scope').$type<Scope>(),
    createdAt: instant('created_at').notNull().defaultNow(),
    expiresAt: instant('expires_at'),
    lastUsedAt: instant('last_used_at'),
    lastUsedUserAgent: text('last_used_user_agent'),
  },
  (table) => [index('tokens_account').on(table.accountId, table.createdAt)],
);

/** A way to sign up on an instance that is closed to strangers; good for one account. */
export const invitations = pgTable('invitations', {
  id: id('id').primaryKey(),
  digest: bytes('digest').notNull().unique(),
  /** When set, only this address may use it. */
  email: text('email'),
  createdBy: id('created_by')
    .notNull()
    .references(() => accounts.id, { onDelete: 'cascade' }),
  createdAt: instant('created_at').notNull().defaultNow(),
  expiresAt: instant('expires_at').notNull(),
  acceptedBy: id('accepted_by').references(() => accounts.id, { onDelete: 'set null' }),
  acceptedAt: instant('accepted_at'),
});

/** Settings of the instance that the operator changes in the Console: one row. */
export const instance = pgTable(
  'instance',
  {
    id: integer('id').primaryKey().default(1),
    isSignUpOpen: boolean('is_sign_up_open').notNull().default(true),
  },
  (table) => [check('instance_one_row', sql`${table.id} = 1`)],
);

/** Counters of attempts (sign-in, sign-up), kept by the rate limiter in its own layout. */
export const attempts = pgTable('attempts', {
  key: text('key').primaryKey(),
  points: integer('points').notNull().default(0),
  expire: bigint('expire', { mode: 'number' }),
});
