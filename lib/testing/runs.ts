/** Puts Actors, builds and runs straight into the database, in states that only workers see. */
import { db } from '../../db/client.ts';
import { actors, builds } from '../../db/schema/actor.ts';
import { resources } from '../../db/schema/resource.ts';
import { runs } from '../../db/schema/run.ts';
import { createId } from '../ids.ts';
import { makeStorage } from './arrange.ts';
import type { Person } from './world.ts';

type Owner = Pick<Person, 'id'>;

export interface MadeBuild {
  actorId: string;
  buildId: string;
}

/** An Actor of a person's, with one build. */
export async function makeBuild(owner: Owner, values: Partial<typeof builds.$inferInsert> = {}): Promise<MadeBuild> {
  const actorId = createId();
  const buildId = createId();
  await db()
    .insert(resources)
    .values([
      { id: actorId, kind: 'actor', ownerId: owner.id, name: `actor-${actorId.toLowerCase()}` },
      { id: buildId, kind: 'build', ownerId: owner.id },
    ]);
  await db()
    .insert(actors)
    .values({ id: actorId, defaultRunOptions: { build: 'latest', timeoutSecs: 300, memoryMbytes: 256 } });
  await db()
    .insert(builds)
    .values({
      ...{ id: buildId, actorId, startedBy: owner.id, versionNumber: '0.0', buildNumber: '0.0.1', origin: 'API' },
      ...{ status: 'SUCCEEDED', finishedAt: new Date(), timeoutSecs: 600, memoryMbytes: 1024 },
      ...values,
    });
  return { actorId, buildId };
}

/** A run that waits for a worker, with its three storages. */
export async function makeRun(
  account: Owner,
  build: MadeBuild,
  values: Partial<typeof runs.$inferInsert> = {},
): Promise<string> {
  const id = createId();
  await db().insert(resources).values({ id, kind: 'run', ownerId: account.id });
  const [defaultDatasetId, defaultKeyValueStoreId, defaultRequestQueueId] = [
    await makeStorage('dataset', account, { runId: id }),
    await makeStorage('key-value-store', account, { runId: id }),
    await makeStorage('request-queue', account, { runId: id }),
  ];
  await db()
    .insert(runs)
    .values({
      ...{ id, accountId: account.id, ...build, buildNumber: '0.0.1', origin: 'API', timeoutSecs: 0 },
      ...{ memoryMbytes: 256, diskMbytes: 512, options: {}, level: 'LIMITED_PERMISSIONS', levelBecause: ['limited'] },
      ...{ levelEpoch: 1, defaultDatasetId, defaultKeyValueStoreId, defaultRequestQueueId },
      ...values,
    });
  return id;
}
