import { setTimeout as wait } from 'node:timers/promises';
import { type Authorized, authorize, reauthorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { ApiError, recordNotFound } from '../errors.ts';
import type { Address } from '../ids.ts';
import { isFinal } from '../vocabulary.ts';
import { findTaggedBuild, selectBuild } from './queries.ts';
import { type BuildView, buildView } from './view.ts';

/**
 * Describes a build. `waitSecs`: how long the answer may wait for its end; what it is then is answered.
 * Errors: `record-not-found`, `insufficient-permissions`.
 */
export const getBuild = (ctx: Ctx, id: string, waitSecs = 0): Promise<BuildView> =>
  describeOnceFinished(ctx, { kind: 'build', address: { by: 'id', id } }, id, waitSecs);

/**
 * Describes a build to those who see its Actor: builds are a part of what they were given. `id` null: the build that a run gets which asks
 * for none.
 * Errors: `record-not-found`, `unknown-build-tag` where there is no such default.
 */
export async function getBuildOfActor(ctx: Ctx, address: Address, id: string | null, waitSecs = 0): Promise<BuildView> {
  const reference = { kind: 'actor', address } as const;
  if (id !== null) return describeOnceFinished(ctx, reference, id, waitSecs);
  const found = await findTaggedBuild(await authorize(ctx, 'read', reference), null);
  if (found === null) {
    throw new ApiError(
      'unknown-build-tag',
      'The Actor has no finished build under the tag or number of its run options',
    );
  }
  return describeOnceFinished(ctx, reference, found, waitSecs);
}

const LOOK_EVERY_MILLIS = 400;

async function describeOnceFinished(
  ctx: Ctx,
  reference: Reference<'build'> | Reference<'actor'>,
  id: string,
  waitSecs: number,
): Promise<BuildView> {
  const until = Date.now() + waitSecs * 1_000;
  let proof = await authorizeEither(ctx, reference, authorize);
  for (;;) {
    const row = await selectBuild(proof, id);
    if (!row) throw recordNotFound('The build');
    if (isFinal(row.status) || Date.now() >= until) {
      const mayWrite = proof.may.write;
      return buildView(row, { isKnown: proof.principal.kind !== 'anonymous', mayWrite });
    }
    await wait(Math.min(LOOK_EVERY_MILLIS, Math.max(1, until - Date.now())));
    // A right that is lost meanwhile ends the waiting.
    proof = await authorizeEither(ctx, reference, reauthorize);
  }
}

type Proof = Authorized<'build', 'read'> | Authorized<'actor', 'read'>;

const authorizeEither = (
  ctx: Ctx,
  reference: Reference<'build'> | Reference<'actor'>,
  gate: typeof authorize | typeof reauthorize,
): Promise<Proof> =>
  reference.kind === 'actor'
    ? gate(ctx, 'read', reference as Reference<'actor'>)
    : gate(ctx, 'read', reference as Reference<'build'>);
