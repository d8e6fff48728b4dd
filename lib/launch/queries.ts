/** Statements on what the program of a run is started with. They take no proof: the worker that holds the run acts for nobody. */
import { and, eq, sql } from 'drizzle-orm';
import { db } from '../../db/client.ts';
import { accounts } from '../../db/schema/account.ts';
import { actors, actorTags, builds } from '../../db/schema/actor.ts';
import { resources } from '../../db/schema/resource.ts';
import { runs } from '../../db/schema/run.ts';
import type { Lease } from '../lease/queries.ts';

/** A run with its Actor and its build, as far as they are still there; null if the worker does not hold it any more. */
export async function selectLaunch({ runId, attempt, workerId }: Lease) {
  const [row] = await db()
    .select({
      run: runs,
      actor: {
        ...{ id: actors.id, name: resources.name, ownerId: resources.ownerId },
        ...{ ownerUsername: accounts.username, isOfOperator: accounts.isOperator },
      },
      build: builds,
      buildTags: sql<
        string[]
      >`ARRAY(SELECT ${actorTags.tag} FROM ${actorTags} WHERE ${actorTags.buildId} = ${runs.buildId} ORDER BY 1)`,
      /** Until the time of the run is over, by the clock of the database; null: never. */
      millisLeft: sql<number | null>`(extract(epoch FROM ${runs.timeoutAt} - now()) * 1000)::float8`,
    })
    .from(runs)
    .leftJoin(builds, eq(builds.id, runs.buildId))
    .leftJoin(actors, eq(actors.id, runs.actorId))
    .leftJoin(resources, eq(resources.id, actors.id))
    .leftJoin(accounts, eq(accounts.id, resources.ownerId))
    .where(and(eq(runs.id, runId), eq(runs.attempt, attempt), eq(runs.workerId, workerId)));
  return row ?? null;
}

export type Launch = NonNullable<Awaited<ReturnType<typeof selectLaunch>>>;
