/** An event that did not happen: for tests of receivers, and for trying out templates before they are kept. */
import type { Variables } from './template.ts';

const ID = 'ThisIsOnlyASample';

/** What tests of a webhook send. `condition`: the Actor and the run that it waits for, where they are known. */
export function sampleVariables({
  userId,
  actorId = ID,
  taskId = null,
  now = new Date(),
}: {
  userId: string;
  actorId?: string | undefined;
  taskId?: string | null;
  now?: Date;
}): Variables {
  const createdAt = now.toISOString();
  const startedAt = new Date(now.getTime() - 60_000).toISOString();
  return {
    userId,
    createdAt,
    eventType: 'TEST',
    eventData: { actorId, actorTaskId: taskId, actorRunId: ID },
    resource: {
      ...{ id: ID, actId: actorId, userId, actorTaskId: taskId, startedAt, finishedAt: createdAt, status: 'SUCCEEDED' },
      ...{ statusMessage: 'This is a test of the webhook', isStatusMessageTerminal: true, exitCode: 0 },
      ...{
        defaultKeyValueStoreId: ID,
        defaultDatasetId: ID,
        defaultRequestQueueId: ID,
        buildId: ID,
        buildNumber: '0.0.1',
      },
      ...{ meta: { origin: 'TEST' }, options: { build: 'latest', timeoutSecs: 300, memoryMbytes: 1024 }, stats: {} },
    },
    globals: globalsAt(now),
  };
}

/** Source: documentation, "Webhook actions", "Available variables". */
export const globalsAt = (at: Date) => ({
  dateISO: at.toISOString(),
  dateUnix: Math.floor(at.getTime() / 1_000),
});
