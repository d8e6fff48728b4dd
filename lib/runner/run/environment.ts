import { env } from '../../env.ts';
import type { Launch } from '../../launch/queries.ts';

export function runEnvironment({ run, token, eventsUrl }: Launch & { token: string; eventsUrl: string }) {
  return {
    APIFY_IS_AT_HOME: '1',
    APIFY_TOKEN: token,
    ACTOR_ID: run.actorId,
    ACTOR_RUN_ID: run.id,
    ACTOR_DEFAULT_DATASET_ID: run.defaultDatasetId,
    ACTOR_DEFAULT_KEY_VALUE_STORE_ID: run.defaultKeyValueStoreId,
    ACTOR_DEFAULT_REQUEST_QUEUE_ID: run.defaultRequestQueueId,
    APIFY_API_BASE_URL: env().apiUrl,
    APIFY_API_PUBLIC_BASE_URL: env().apiUrl,
    ACTOR_EVENTS_WEBSOCKET_URL: eventsUrl,
    ACTOR_MEMORY_MBYTES: `${run.memoryMbytes}`,
  };
}
