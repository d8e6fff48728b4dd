import { transaction } from '../../db/transaction.ts';
import { type Authorized, authorize, authorizeStart } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { Address } from '../ids.ts';
import { keepContent } from '../key-value-store/keep-content.ts';
import { upsertRecord } from '../key-value-store/queries.ts';
import { restrictInput, selectRun } from '../run/queries.ts';
import { type RunView, runView } from '../run/view.ts';
import { findBuild } from '../run-input/find-build.ts';
import { type GivenInput, prepareInput } from '../run-input/prepare.ts';
import { holdBuild, selectDefaultRunOptions } from '../run-input/queries.ts';
import { narrower } from '../task/input-writer.ts';
import { assertRunning } from './assert-running.ts';
import { lockRun, metamorphRun as metamorphRow } from './queries.ts';
import { scopeOf } from './scope.ts';

/** Source: contract 6, platform limits. */
export const MAX_METAMORPHS = 10;

export interface MetamorphRequest {
  /** The Actor to become. */
  actor: Address;
  /** A tag or a number. */
  build?: string | undefined;
  input?: GivenInput | undefined;
}

/**
 * Makes another Actor of a running run, with a new input and the old storages. It goes through the same gate as a start.
 * Errors: as `startRun`; `invalid-request` for a run that is not running, or has done so ten times.
 */
export async function metamorphRun(ctx: Ctx, address: Address, into: MetamorphRequest): Promise<RunView> {
  const seen = await authorize(ctx, 'metamorph', { kind: 'run', address });
  assertOwn(seen);
  const target = await authorize(ctx, 'metamorph', { kind: 'actor', address: into.actor });
  const askedBuild = into.build ?? (await selectDefaultRunOptions(target))?.build ?? 'latest';
  const build = await findBuild(target, { tagOrNumber: askedBuild });
  const input = await prepareInput(ctx, target, build.inputSchema, into.input ?? { bytes: Buffer.alloc(0) });
  const row = { id: seen.row.defaultKeyValueStoreId };
  const kept = input.record && (await keepContent({ starter: target, row }, [input.record.bytes]));
  try {
    return await transaction(async (tx) => {
      const actor: Reference<'actor'> = { kind: 'actor', address: { by: 'id', id: target.row.id } };
      const proof = await authorize(
        ctx,
        'metamorph',
        { kind: 'run', address: { by: 'id', id: seen.row.id } },
        tx,
        'UPDATE',
      );
      const gate = await authorizeStart(ctx, 'metamorph', actor, undefined, tx);
      if (!(await holdBuild(tx, gate, build.id))) {
        throw new ApiError('unknown-build-tag', 'The build has just been deleted; try again');
      }
      const run = assertRunning(await lockRun(tx, proof));
      if (run.metamorphCount >= MAX_METAMORPHS) {
        throw new ApiError('invalid-request', `A run can become another Actor ${MAX_METAMORPHS} times at most`);
      }
      const inputKey = `INPUT-METAMORPH-${run.metamorphCount + 1}`;
      if (input.record && kept) {
        const record = { key: inputKey, contentType: input.record.contentType, ...kept.content };
        if ((await upsertRecord(tx, { starter: gate, row }, record)) !== 'done') {
          throw new ApiError('invalid-request', 'The default key-value store of the run is not there any more');
        }
      }
      if (input.hasSecrets) await restrictInput(tx, gate, row.id);
      await metamorphRow(tx, proof, gate, {
        ...{ buildId: build.id, buildNumber: build.buildNumber, askedBuild, inputKey },
        ...{ inputStorages: input.storages, inputBodyBytes: into.input?.bytes.length ?? 0 },
        scope: await narrower(tx, run.scope, scopeOf(gate)),
      });
      // Described in the transaction: after it the token that asked may be no good any more.
      return runView(proof, (await selectRun(proof, tx)) ?? run);
    });
  } catch (error) {
    await kept?.discard?.();
    throw error;
  }
}

/** Which Actors may run with which level is decided for the account that the run belongs to, so nobody else decides it. */
function assertOwn({ row, account }: Authorized<'run', 'metamorph'>): void {
  if (account?.id === row.ownerId) return;
  throw new ApiError(
    'insufficient-permissions',
    'Insufficient permissions for the run: only the account that it belongs to can make another Actor of it',
  );
}
