import { ACTOR_ENV_VARS, APIFY_ENV_VARS } from '@apify/consts';
import { describe, expect, test } from 'vitest';
import { type EnvironmentFacts, runEnvironment } from './environment.ts';

const AT = new Date('2030-01-02T03:04:05.678Z');
const FACTS: EnvironmentFacts = {
  run: {
    ...{ id: 'OlgasRun000000001', accountId: 'olga', actorId: 'OlgasActor0000001', taskId: 'OlgasTask00000001' },
    ...{ buildId: 'OlgasBuild0000001', buildNumber: '0.1.7', origin: 'API', startedAt: AT, timeoutAt: AT },
    ...{ memoryMbytes: 1024, level: 'LIMITED_PERMISSIONS', ancestorIds: [], inputKey: 'INPUT', restartsOnError: true },
    ...{ options: { maxItems: 5, maxTotalChargeUsd: 1.5 } },
    ...{ defaultDatasetId: 'dataset', defaultKeyValueStoreId: 'store', defaultRequestQueueId: 'queue' },
  },
  actor: { name: 'crawler', ownerUsername: 'olga' },
  buildTags: ['latest', 'beta'],
  token: 'the token',
  apiUrl: 'http://10.0.0.1:3001',
  publicApiUrl: 'https://api.gatehouse.example',
  eventsUrl: 'ws://10.0.0.1:3002/OlgasRun000000001',
  own: {},
};

/** Names that there is nothing to say about here, and why. */
const LEFT_OUT: Record<string, string> = {
  ACTOR_STANDBY_URL: 'no standby',
  ACTOR_STANDBY_PORT: 'no standby',
  ACTOR_MCP_CONNECTOR_BASE_URL: 'no connectors',
  APIFY_MCP_PROXY_URL: 'no connectors',
  APIFY_PROXY_PASSWORD: 'no proxy',
  APIFY_PROXY_HOSTNAME: 'no proxy',
  APIFY_PROXY_PORT: 'no proxy',
  APIFY_PROXY_STATUS_URL: 'no proxy',
  APIFY_INPUT_SECRETS_PRIVATE_KEY_FILE: 'no secret inputs',
  APIFY_INPUT_SECRETS_PRIVATE_KEY_PASSPHRASE: 'no secret inputs',
  APIFY_CHROME_EXECUTABLE_PATH: 'of the image',
  APIFY_XVFB: 'of the image',
  APIFY_SDK_LATEST_VERSION: 'of the platform that it belongs to',
  APIFY_FACT: 'of the platform that it belongs to',
  APIFY_DISABLE_OUTDATED_WARNING: "of the program's own choice",
  APIFY_LOCAL_STORAGE_DIR: "of the program's own choice",
  APIFY_LOG_FORMAT: "of the program's own choice",
  APIFY_LOG_LEVEL: "of the program's own choice",
  APIFY_METAMORPH_AFTER_SLEEP_MILLIS: "of the program's own choice",
  APIFY_PERSIST_STATE_INTERVAL_MILLIS: "of the program's own choice",
  APIFY_PURGE_ON_START: "of the program's own choice",
  APIFY_SYSTEM_INFO_INTERVAL_MILLIS: "of the program's own choice",
};

describe('the environment of a run', () => {
  test('has every name that the official packages know, present and former, but those with nothing to say', () => {
    const known = new Set<string>([...Object.values(ACTOR_ENV_VARS), ...Object.values(APIFY_ENV_VARS)]);
    const expected = [...known].filter((name) => !Object.hasOwn(LEFT_OUT, name));
    expect(Object.keys(LEFT_OUT).filter((name) => !known.has(name))).toEqual([]);
    expect(Object.keys(runEnvironment(FACTS)).sort()).toEqual([...expected, 'APIFY_CLIENT_BASE_URL'].sort());
  });

  test('says what is so', () => {
    expect(runEnvironment(FACTS)).toMatchObject({
      ...{ APIFY_IS_AT_HOME: '1', APIFY_TOKEN: 'the token', ACTOR_FULL_NAME: 'olga/crawler' },
      ...{ ACTOR_BUILD_TAGS: 'latest,beta', ACTOR_TIMEOUT_AT: AT.toISOString(), ACTOR_RESTART_ON_ERROR: '1' },
      ...{ ACTOR_PERMISSION_LEVEL: 'LIMITED_PERMISSIONS', APIFY_DEDICATED_CPUS: '0.25', APIFY_META_ORIGIN: 'API' },
      ...{ APIFY_API_BASE_URL: FACTS.apiUrl, APIFY_API_PUBLIC_BASE_URL: FACTS.publicApiUrl },
      ...{ ACTOR_MAX_TOTAL_CHARGE_USD: '1.5', ACTOR_MAX_PAID_DATASET_ITEMS: '5' },
      ...{ APIFY_ACTOR_PRICING_INFO: '{"pricingModel":"FREE"}', APIFY_CHARGED_ACTOR_EVENT_COUNTS: '{}' },
      ACTOR_STORAGES_JSON:
        '{"datasets":{"default":"dataset"},"keyValueStores":{"default":"store"},"requestQueues":{"default":"queue"}}',
    });
  });

  test('says the same under both names', () => {
    const environment = runEnvironment(FACTS);
    for (const [name, former] of [
      ['ACTOR_ID', 'APIFY_ACT_ID'],
      ['ACTOR_RUN_ID', 'APIFY_ACTOR_RUN_ID'],
      ['ACTOR_DEFAULT_KEY_VALUE_STORE_ID', 'APIFY_DEFAULT_KEY_VALUE_STORE_ID'],
      ['ACTOR_EVENTS_WEBSOCKET_URL', 'APIFY_ACTOR_EVENTS_WS_URL'],
      ['ACTOR_WEB_SERVER_PORT', 'APIFY_CONTAINER_PORT'],
    ] as const) {
      expect(environment[former]).toBe(environment[name]);
    }
  });

  test('leaves out what a run has not', () => {
    const run = { ...FACTS.run, taskId: null, timeoutAt: null, options: {}, ancestorIds: ['TheFirstRun000001'] };
    const environment = runEnvironment({ ...FACTS, run, actor: null, eventsUrl: null, buildTags: [] });
    expect(Object.values(environment).every((value) => value !== '' && value !== 'null')).toBe(true);
    expect(environment).not.toHaveProperty('ACTOR_TIMEOUT_AT');
    expect(environment).not.toHaveProperty('ACTOR_EVENTS_WEBSOCKET_URL');
    expect(environment.APIFY_WORKFLOW_KEY).toBe('TheFirstRun000001');
  });

  test("lets the build's own variables through, and never over the platform's", () => {
    const own = { GREETING: 'hello', APIFY_TOKEN: 'another', ACTOR_RUN_ID: 'another' };
    expect(runEnvironment({ ...FACTS, own })).toMatchObject({
      ...{ GREETING: 'hello', APIFY_TOKEN: 'the token', ACTOR_RUN_ID: FACTS.run.id },
    });
  });
});
