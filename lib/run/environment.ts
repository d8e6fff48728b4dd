/**
 * What the program of a run finds in its environment. Pure.
 * Source: contract 3.4; Actor environment variables; the names of `@apify/consts`, present and former ones.
 */
import type { RunRow } from './queries.ts';

export interface EnvironmentFacts {
  run: Pick<
    RunRow,
    | 'id'
    | 'accountId'
    | 'actorId'
    | 'buildId'
    | 'buildNumber'
    | 'taskId'
    | 'origin'
    | 'startedAt'
    | 'timeoutAt'
    | 'memoryMbytes'
    | 'level'
    | 'ancestorIds'
    | 'inputKey'
    | 'options'
    | 'restartsOnError'
    | 'defaultDatasetId'
    | 'defaultKeyValueStoreId'
    | 'defaultRequestQueueId'
  >;
  /** null for one that has been deleted. */
  actor: { name: string | null; ownerUsername: string | null } | null;
  buildTags: readonly string[];
  /** Of this attempt. */
  token: string;
  /** The API's address as the program sees it, and as everyone else does. */
  apiUrl: string;
  publicApiUrl: string;
  /** Where the platform tells the program what happens; null where it does not. */
  eventsUrl: string | null;
  /** The environment variables of the build, secret ones opened. The platform's own win. */
  own: Readonly<Record<string, string>>;
}

/** Four gigabytes of memory come with one core. Source: documentation, "Usage and resources". */
const MBYTES_PER_CPU = 4_096;
/** Where a program listens that has a web server. */
const WEB_SERVER_PORT = '4321';

/** Every variable that has something to say: none is empty unless the build says so. */
export function runEnvironment(facts: EnvironmentFacts): Record<string, string> {
  return { ...facts.own, ...named(alike(facts)), ...ofPlatform(facts) };
}

/** Variables by what comes after `ACTOR_`; null is left out. */
type Values = Record<string, string | null>;

function alike({ run, actor, buildTags, eventsUrl }: EnvironmentFacts): Values {
  const { defaultDatasetId, defaultKeyValueStoreId, defaultRequestQueueId } = run;
  const storages = {
    datasets: { default: defaultDatasetId },
    keyValueStores: { default: defaultKeyValueStoreId },
    requestQueues: { default: defaultRequestQueueId },
  };
  return {
    ID: run.actorId,
    RUN_ID: run.id,
    TASK_ID: run.taskId,
    BUILD_ID: run.buildId,
    BUILD_NUMBER: run.buildNumber,
    BUILD_TAGS: buildTags.length > 0 ? buildTags.join(',') : null,
    FULL_NAME: actor?.name && actor.ownerUsername ? `${actor.ownerUsername}/${actor.name}` : null,
    DEFAULT_DATASET_ID: defaultDatasetId,
    DEFAULT_KEY_VALUE_STORE_ID: defaultKeyValueStoreId,
    DEFAULT_REQUEST_QUEUE_ID: defaultRequestQueueId,
    STORAGES_JSON: JSON.stringify(storages),
    INPUT_KEY: run.inputKey,
    STARTED_AT: run.startedAt.toISOString(),
    TIMEOUT_AT: run.timeoutAt?.toISOString() ?? null,
    MEMORY_MBYTES: String(run.memoryMbytes),
    PERMISSION_LEVEL: run.level,
    RESTART_ON_ERROR: run.restartsOnError ? '1' : '0',
    MAX_PAID_DATASET_ITEMS: textOf(run.options.maxItems),
    MAX_TOTAL_CHARGE_USD: textOf(run.options.maxTotalChargeUsd),
    EVENTS_WEBSOCKET_URL: eventsUrl,
    WEB_SERVER_PORT,
    WEB_SERVER_URL: `http://localhost:${WEB_SERVER_PORT}`,
  };
}

const textOf = (value: unknown) => (typeof value === 'number' ? String(value) : null);

/** Former names of some of these, which older programs read. */
const FORMER: Readonly<Record<string, readonly string[]>> = {
  ID: ['APIFY_ACTOR_ID', 'APIFY_ACT_ID'],
  RUN_ID: ['APIFY_ACTOR_RUN_ID', 'APIFY_ACT_RUN_ID'],
  TASK_ID: ['APIFY_ACTOR_TASK_ID'],
  BUILD_ID: ['APIFY_ACTOR_BUILD_ID'],
  BUILD_NUMBER: ['APIFY_ACTOR_BUILD_NUMBER'],
  DEFAULT_DATASET_ID: ['APIFY_DEFAULT_DATASET_ID'],
  DEFAULT_KEY_VALUE_STORE_ID: ['APIFY_DEFAULT_KEY_VALUE_STORE_ID'],
  DEFAULT_REQUEST_QUEUE_ID: ['APIFY_DEFAULT_REQUEST_QUEUE_ID'],
  INPUT_KEY: ['APIFY_INPUT_KEY'],
  STARTED_AT: ['APIFY_STARTED_AT'],
  TIMEOUT_AT: ['APIFY_TIMEOUT_AT'],
  MEMORY_MBYTES: ['APIFY_MEMORY_MBYTES'],
  EVENTS_WEBSOCKET_URL: ['APIFY_ACTOR_EVENTS_WS_URL'],
  WEB_SERVER_PORT: ['APIFY_CONTAINER_PORT'],
  WEB_SERVER_URL: ['APIFY_CONTAINER_URL'],
};

function named(values: Values): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === null ? [] : [`ACTOR_${name}`, ...(FORMER[name] ?? [])].map((full) => [full, value]),
    ),
  );
}

function ofPlatform({ run, token, apiUrl, publicApiUrl }: EnvironmentFacts): Record<string, string> {
  return {
    APIFY_IS_AT_HOME: '1',
    APIFY_TOKEN: token,
    APIFY_API_BASE_URL: apiUrl,
    APIFY_API_PUBLIC_BASE_URL: publicApiUrl,
    // What the official command line reads in its place.
    APIFY_CLIENT_BASE_URL: apiUrl,
    APIFY_USER_ID: run.accountId,
    APIFY_USER_IS_PAYING: '0',
    APIFY_USER_PRICING_TIER: 'FREE',
    APIFY_DEDICATED_CPUS: String(run.memoryMbytes / MBYTES_PER_CPU),
    APIFY_META_ORIGIN: run.origin,
    // One for all runs that started one another, by which requests of theirs can be found together.
    APIFY_WORKFLOW_KEY: run.ancestorIds[0] ?? run.id,
    APIFY_HEADLESS: '1',
    // Without these two the SDK asks for the run before it does anything else.
    APIFY_ACTOR_PRICING_INFO: '{"pricingModel":"FREE"}',
    APIFY_CHARGED_ACTOR_EVENT_COUNTS: '{}',
  };
}
