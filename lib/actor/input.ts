/** What callers may send about Actors. Unknown fields are ignored: official clients send some. */
import { z } from 'zod';
import { buildTag, versionCreation } from '../actor-version/input.ts';
import { listPage, queryBoolean, queryInteger } from '../paging.ts';
import { memoryMbytes } from '../run/input.ts';
import { storageName } from '../storage/input.ts';
import { PERMISSION_LEVELS } from '../vocabulary.ts';
import type { DefaultRunOptions } from './queries.ts';

/** Source: @apify/consts, `ACTOR_NAME`: as names of storages, and not shorter than three. */
export const actorName = storageName.min(3, 'must have at least 3 characters');

const text = (maxChars: number) => z.string().max(maxChars, `must have at most ${maxChars} characters`);
const permissionLevel = z.enum(PERMISSION_LEVELS, `must be ${PERMISSION_LEVELS.join(' or ')}`);

export const DEFAULT_RUN_OPTIONS: DefaultRunOptions = { build: 'latest', timeoutSecs: 3_600, memoryMbytes: 1_024 };

/** Fields that are absent stay as they are. */
const defaultRunOptions = z.object({
  build: z.string().min(1).max(100).optional(),
  timeoutSecs: z.number().int().min(0).max(100_000_000).optional(),
  memoryMbytes: memoryMbytes.optional(),
  restartOnError: z.boolean().optional(),
  maxItems: z.number().int().min(1).nullish(),
  forcePermissionLevel: permissionLevel.nullish(),
});

const shared = {
  title: text(200).nullish(),
  description: text(5_000).nullish(),
  seoTitle: text(200).nullish(),
  seoDescription: text(1_000).nullish(),
  isDeprecated: z.boolean().nullish(),
  categories: z.array(text(100)).max(20, 'must be 20 at most').nullish(),
  actorPermissionLevel: permissionLevel.nullish(),
  exampleRunInput: z.object({ body: text(200_000), contentType: text(200) }).nullish(),
  defaultRunOptions: defaultRunOptions.nullish(),
  versions: z
    .array(versionCreation)
    .max(50, 'must be 50 at most')
    .refine(
      (versions) => new Set(versions.map(({ versionNumber }) => versionNumber)).size === versions.length,
      'must have each number once',
    )
    .nullish(),
};

export const actorCreation = z.object({
  ...shared,
  name: actorName.nullish(),
  isPublic: z.boolean().nullish(),
});

export const actorUpdate = z.object({
  ...shared,
  name: actorName.optional(),
  isPublic: z.boolean().optional(),
  /** Ours: what users are told of a change of the level. Without one it says nothing. */
  actorPermissionLevelReason: z.string().trim().max(500, 'must have at most 500 characters').nullish(),
  /** null takes a tag away. */
  taggedBuilds: z.record(buildTag, z.object({ buildId: z.string() }).nullable()).nullish(),
});

export const actorList = listPage.extend({
  my: queryBoolean.default(false),
  sortBy: z
    .enum(['createdAt', 'stats.lastRunStartedAt'], 'must be createdAt or stats.lastRunStartedAt')
    .default('createdAt'),
});
export type ActorList = z.infer<typeof actorList>;

export const storeList = z.object({
  search: z.string().max(200).optional(),
  category: z.string().max(100).optional(),
  username: z.string().max(100).optional(),
  sortBy: z
    .enum(['relevance', 'popularity', 'newest', 'lastUpdate'], 'must be relevance, popularity, newest or lastUpdate')
    .default('relevance'),
  /** Also those that cannot start for the one who asks before a person has approved them. */
  includeUnrunnableActors: queryBoolean.default(false),
  offset: queryInteger.default(0),
  limit: queryInteger.transform((limit) => Math.min(limit || 1_000, 1_000)).default(1_000),
});
export type StoreList = z.infer<typeof storeList>;
