/** Actors: what they are, their versions, their builds, and who has approved them. */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { JobOrigin, JobStatus, PermissionLevel, SourceType } from '../../lib/vocabulary.ts';
import { accounts } from './account.ts';
import { id, instant } from './columns.ts';
import { resources } from './resource.ts';

/** What a run of the Actor gets where its start names nothing else. Source: the official description, `DefaultRunOptions`. */
export interface DefaultRunOptions {
  build: string;
  timeoutSecs: number;
  memoryMbytes: number;
  maxItems?: number | null;
  restartOnError?: boolean;
  forcePermissionLevel?: PermissionLevel | null;
}

export const actors = pgTable(
  'actors',
  {
    id: id('id')
      .primaryKey()
      .references(() => resources.id, { onDelete: 'cascade' }),
    title: text('title'),
    description: text('description'),
    seoTitle: text('seo_title'),
    seoDescription: text('seo_description'),
    isPublic: boolean('is_public').notNull().default(false),
    isDeprecated: boolean('is_deprecated').notNull().default(false),
    categories: text('categories').array().notNull().default([]),
    /** null: never declared, which counts as full. */
    permissionLevel: text('permission_level').$type<PermissionLevel>(),
    /** Grows each time the effective meaning of `permissionLevel` changes: approvals and earlier runs of another epoch no longer count. */
    levelEpoch: integer('level_epoch').notNull().default(1),
    defaultRunOptions: jsonb('default_run_options').$type<DefaultRunOptions>().notNull(),
    exampleRunInput: jsonb('example_run_input').$type<{ body: string; contentType: string }>(),
    /** The last number given to a build, by version. */
    lastBuildNumbers: jsonb('last_build_numbers').$type<Record<string, number>>().notNull().default({}),
    totalBuilds: integer('total_builds').notNull().default(0),
    totalRuns: bigint('total_runs', { mode: 'number' }).notNull().default(0),
    lastRunStartedAt: instant('last_run_started_at'),
    modifiedAt: instant('modified_at').notNull().defaultNow(),
  },
  (table) => [
    index('actors_public').on(table.modifiedAt, table.id).where(sql`${table.isPublic}`),
    check('actors_permission_level', sql`${table.permissionLevel} IN ('LIMITED_PERMISSIONS', 'FULL_PERMISSIONS')`),
  ],
);

/** An environment variable of a version. `sealed`: of a secret one, encrypted; it is never shown again. */
export type EnvVar = { name: string; value: string } | { name: string; isSecret: true; sealed: string };

/** A file or a folder of a version's sources. Source: the official description, `SourceCodeFile` and `SourceCodeFolder`. */
export type SourceFile = { name: string; format: 'TEXT' | 'BASE64'; content: string } | { name: string; folder: true };

/** Sources of an Actor, from which builds are made. `versionNumber`: `MAJOR.MINOR`. */
export const actorVersions = pgTable(
  'actor_versions',
  {
    actorId: id('actor_id')
      .notNull()
      .references(() => actors.id, { onDelete: 'cascade' }),
    versionNumber: text('version_number').notNull(),
    /** The tag that a build of this version takes over when it succeeds. */
    buildTag: text('build_tag').notNull().default('latest'),
    sourceType: text('source_type').$type<SourceType>().notNull(),
    sourceFiles: jsonb('source_files').$type<SourceFile[]>(),
    tarballUrl: text('tarball_url'),
    gitRepoUrl: text('git_repo_url'),
    gitHubGistUrl: text('git_hub_gist_url'),
    envVars: jsonb('env_vars').$type<EnvVar[]>().notNull().default([]),
    /** Whether a build sees the environment variables too. */
    applyEnvVarsToBuild: boolean('apply_env_vars_to_build').notNull().default(false),
    createdAt: instant('created_at').notNull().defaultNow(),
    modifiedAt: instant('modified_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.actorId, table.versionNumber] })],
);

/** What work of a worker is made of: runs and builds alike. The worker that holds the lease is the only one that may change the work. */
export const leased = () => ({
  status: text('status').$type<JobStatus>().notNull().default('READY'),
  startedAt: instant('started_at').notNull().defaultNow(),
  finishedAt: instant('finished_at'),
  origin: text('origin').$type<JobOrigin>().notNull(),
  clientIp: text('client_ip'),
  userAgent: text('user_agent'),
  /** Grows each time a worker takes it on; what an earlier attempt still does has no effect. */
  attempt: integer('attempt').notNull().default(0),
  workerId: id('worker_id'),
  leaseUntil: instant('lease_until'),
  /** What the engine needs to find it again. */
  engineHandle: jsonb('engine_handle').$type<Record<string, unknown>>(),
  timeoutSecs: integer('timeout_secs').notNull(),
  /** Since when it is to end before it has finished, and whether it is given time to do so itself. */
  abortRequestedAt: instant('abort_requested_at'),
  abortsGracefully: boolean('aborts_gracefully').notNull().default(false),
  memoryMbytes: integer('memory_mbytes').notNull(),
  exitCode: integer('exit_code'),
  statusMessage: text('status_message'),
});

/** One made of a version's sources, immutable once it has succeeded. */
export const builds = pgTable(
  'builds',
  {
    id: id('id')
      .primaryKey()
      .references(() => resources.id, { onDelete: 'cascade' }),
    actorId: id('actor_id')
      .notNull()
      .references(() => actors.id, { onDelete: 'cascade' }),
    /** Who asked for it; the Actor's owner owns it. */
    startedBy: id('started_by').references(() => accounts.id, { onDelete: 'set null' }),
    versionNumber: text('version_number').notNull(),
    /** `MAJOR.MINOR.BUILD`. */
    buildNumber: text('build_number').notNull(),
    /** The tag that it takes when it succeeds. */
    tag: text('tag'),
    usesCache: boolean('uses_cache').notNull().default(true),
    ...leased(),
    /** What came of it, as far as it got. Kept as it was written: the order of an input schema's fields is that of the form. */
    actorDefinition: json('actor_definition').$type<Record<string, unknown>>(),
    inputSchema: json('input_schema').$type<Record<string, unknown>>(),
    readme: text('readme'),
    changelog: text('changelog'),
    envVars: jsonb('env_vars').$type<EnvVar[]>().notNull().default([]),
    /** The engine that made it, and the bytes that it can be installed from. */
    engine: text('engine'),
    blobId: id('blob_id'),
    productBytes: bigint('product_bytes', { mode: 'number' }),
  },
  (table) => [
    uniqueIndex('builds_number_unique').on(table.actorId, table.buildNumber),
    index('builds_of_actor').on(table.actorId, table.startedAt, table.id),
    index('builds_unfinished').on(table.status).where(sql`${table.finishedAt} IS NULL`),
  ],
);

/** Which build each tag of an Actor means now. */
export const actorTags = pgTable(
  'actor_tags',
  {
    actorId: id('actor_id')
      .notNull()
      .references(() => actors.id, { onDelete: 'cascade' }),
    tag: text('tag').notNull(),
    buildId: id('build_id')
      .notNull()
      .references(() => builds.id, { onDelete: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.actorId, table.tag] }), index('actor_tags_of_build').on(table.buildId)],
);

/** An account's consent to one Actor with full permissions, at one epoch of its level. Kept as history when it is over. */
export const approvals = pgTable(
  'approvals',
  {
    id: id('id').primaryKey(),
    accountId: id('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    actorId: id('actor_id')
      .notNull()
      .references(() => actors.id, { onDelete: 'cascade' }),
    levelEpoch: integer('level_epoch').notNull(),
    approvedBy: id('approved_by').references(() => accounts.id, { onDelete: 'set null' }),
    approvedAt: instant('approved_at').notNull().defaultNow(),
    /** The build that a plain start would have run then. */
    buildNumber: text('build_number'),
    revokedAt: instant('revoked_at'),
    revokedBy: id('revoked_by').references(() => accounts.id, { onDelete: 'set null' }),
  },
  (table) => [
    uniqueIndex('approvals_one_in_force')
      .on(table.accountId, table.actorId, table.levelEpoch)
      .where(sql`${table.revokedAt} IS NULL`),
    index('approvals_of_actor').on(table.actorId),
    index('approvals_of_account').on(table.accountId, table.actorId),
  ],
);
