/** What a worker finds when it starts: programs of an earlier process of its own, and programs that are nobody's. */
import { dropRun, type OwnRun, renewLeases, selectOver, selectOwnRuns } from '../lease/queries.ts';
import { log } from '../log.ts';
import type { Engine, RunningProgram } from './engine/engine.ts';
import { keyOf } from './worker.ts';

/**
 * Finds the programs of the runs that this worker still holds, whether they run or have ended meanwhile. Runs whose program is gone are let
 * go, to be started again.
 */
export async function findOwnPrograms(
  engine: Engine,
  workerId: string,
  leaseSecs: number,
): Promise<(OwnRun & { program: RunningProgram })[]> {
  const own = await selectOwnRuns(workerId);
  if (own.length === 0) return [];
  // At once, since looking for programs may take long.
  await renewLeases(workerId, own, leaseSecs);
  const listed = new Map((await engine.list()).map((program) => [keyOf(program), program.handle]));
  const found: (OwnRun & { program: RunningProgram })[] = [];
  for (const run of own) {
    // A process that died just after it had started a program has not kept its handle.
    const handle = run.handle?.program ?? listed.get(keyOf(run));
    const program = handle ? await engine.adopt(run.runId, run.attempt, handle) : null;
    if (program) found.push({ ...run, program });
    else await dropRun(run);
  }
  return found;
}

/** Ends programs whose attempt is over: taken over, ended or deleted while nobody watched. `held`: those that this worker sees to itself. */
export async function clearStrayPrograms(engine: Engine, held: () => ReadonlySet<string>): Promise<void> {
  const listed = await engine.list();
  const over = await selectOver(listed);
  for (const { runId, attempt, handle } of over) {
    if (held().has(keyOf({ runId, attempt }))) continue;
    const program = await engine.adopt(runId, attempt, handle);
    if (!program) continue;
    log().warn({ runId, attempt }, 'a program that is nobody’s is ended');
    await program.kill();
    await program.clear();
  }
}
