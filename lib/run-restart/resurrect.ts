import { transaction } from '../../db/transaction.ts';
import { type AuthorizedStart, authorize, authorizeStart } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { ApiError, recordNotFound } from '../errors.ts';
import type { Address } from '../ids.ts';
import { getRun } from '../run/get.ts';
import { type RunRow, selectRun } from '../run/queries.ts';
import { parseStartOptions } from '../run/start.ts';
import type { RunView } from '../run/view.ts';
import { findBuild } from '../run-input/find-build.ts';
import { holdBuild } from '../run-input/queries.ts';
import { narrower } from '../task/input-writer.ts';
import { lockRun, resurrectRun as resurrectRow } from './queries.ts';
import { scopeOf } from './scope.ts';

/**
 * Starts a run that has finished again, with its storages and its input, at the level that it had, or limited where its account has decided so
 * since: through the same gate as a start. A scope of whoever does so makes that of the run narrower, and never other than it was.
 * `input`: as `startOptions` takes it; what is absent stays as it was, and the build too.
 * Errors: as `startRun`; `invalid-request` for a run that has not finished.
 */
export async function resurrectRun(ctx: Ctx, address: Address, input: unknown): Promise<RunView> {
  const options = parseStartOptions(input);
  const seen = await authorize(ctx, 'write', { kind: 'run', address });
  const before = await selectRun(seen);
  if (!before) throw recordNotFound('The run');
  const actor: Reference<'actor'> = { kind: 'actor', address: { by: 'id', id: before.actorId } };
  const starter = await authorize(ctx, 'run', actor);
  const build = await findBuild(starter, options.build ? { tagOrNumber: options.build } : { id: before.buildId });
  const id = before.id;
  await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'run', address: { by: 'id', id } }, tx, 'UPDATE');
    const gate = await authorizeStart(ctx, 'run', actor, before.level, tx);
    if (!(await holdBuild(tx, gate, build.id))) {
      throw new ApiError('unknown-build-tag', 'The build has just been deleted; name another one');
    }
    const run = await lockRun(tx, proof);
    if (!run) throw recordNotFound('The run');
    assertMatching(run, before, gate);
    const memoryMbytes = options.memoryMbytes ?? run.memoryMbytes;
    await resurrectRow(tx, proof, gate, {
      ...{ buildId: build.id, buildNumber: build.buildNumber, memoryMbytes, diskMbytes: memoryMbytes * 2 },
      scope: await narrower(tx, run.scope, scopeOf(gate)),
      timeoutSecs: options.timeoutSecs ?? run.timeoutSecs,
      restartsOnError: options.restartOnError ?? run.restartsOnError,
      options: {
        ...run.options,
        ...(options.build !== undefined && { build: options.build }),
        ...(options.maxItems !== undefined && { maxItems: options.maxItems }),
        ...(options.maxTotalChargeUsd !== undefined && { maxTotalChargeUsd: options.maxTotalChargeUsd }),
      },
    });
  });
  return getRun(ctx, { by: 'id', id });
}

/** That the run is still what the gate was asked about, and that whoever asks decides for the account that it belongs to. */
function assertMatching(run: RunRow, before: RunRow, gate: AuthorizedStart): void {
  if (run.finishedAt === null || run.actorId !== before.actorId || run.level !== before.level) {
    throw new ApiError('invalid-request', `Only a run that has finished can be resurrected; this one is ${run.status}`);
  }
  // Full permissions are those of the account that it belongs to, and nobody else's to give.
  if (gate.level === 'FULL_PERMISSIONS' && gate.account.id !== run.accountId) {
    throw new ApiError(
      'insufficient-permissions',
      'Insufficient permissions for the run: only the account that it belongs to can resurrect it with full permissions',
    );
  }
}
