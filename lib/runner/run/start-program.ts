import { env } from '../../env.ts';
import type { Launch } from '../../launch/queries.ts';
import { runEnvironment } from '../../run/environment.ts';
import { openEnvironment } from '../../secret/environment.ts';
import type { Engine, RunningProgram } from '../engine/engine.ts';
import type { Installer } from '../install.ts';

/** Why a program cannot be started, in words for who started the run. */
export class StartError extends Error {}

interface StartParts {
  engine: Engine;
  installer: Installer;
  launch: Launch;
  token: string;
  eventsUrl: string;
}

/**
 * Starts the program of a run, its build being fetched first where this machine has not got it. `note`: says so in the log. Gives null where
 * `isCalledOff` says so before it is started. Throws `StartError` for what whoever started the run should know.
 */
export async function startProgram(
  { engine, installer, launch, token, eventsUrl }: StartParts,
  note: (text: string) => void,
  isCalledOff: () => boolean,
): Promise<RunningProgram | null> {
  const { run, actor, build } = launch;
  if (!build) throw new StartError('The build of this run was deleted');
  if (!actor) throw new StartError('The Actor of this run was deleted');
  if (build.blobId === null || build.productBytes === null)
    throw new StartError('The build of this run is not complete');
  if (!(await engine.isInstalled(build.id))) {
    note(`Pulling build ${build.buildNumber}.`);
    await installer.install({ buildId: build.id, blobId: build.blobId, productBytes: build.productBytes });
  }
  if (isCalledOff()) return null;
  note(`Starting the program with ${run.memoryMbytes} MB of memory.`);
  return engine.start({
    runId: run.id,
    attempt: run.attempt,
    buildId: build.id,
    environment: runEnvironment({
      ...{ run, actor, buildTags: launch.buildTags, token, eventsUrl },
      ...{ apiUrl: env().runApiUrl, publicApiUrl: env().apiUrl },
      own: openEnvironment(run.actorId, build.envVars),
    }),
    memoryMbytes: run.memoryMbytes,
    mustBeIsolated: actor.ownerId !== run.accountId || !actor.isOfOperator,
  });
}
