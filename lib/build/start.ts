import { transaction } from '../../db/transaction.ts';
import { selectVersion } from '../actor-version/queries.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { Address } from '../ids.ts';
import { sendJob } from '../job-queue/queries.ts';
import type { JobOrigin } from '../vocabulary.ts';
import { getBuildOfActor } from './get.ts';
import { type BuildStart, buildStart } from './input.ts';
import { insertBuild, takeBuildNumber } from './queries.ts';
import type { BuildView } from './view.ts';

/** Source: contract 7.3; what a program with many dependencies takes to be installed. */
const BUILD_TIMEOUT_SECS = 1_800;
const BUILD_MEMORY_MBYTES = 2_048;

/**
 * Asks for a build of a version. The build and the work that makes it are entered together; a worker takes it from there.
 * `origin`: where the caller says that it comes from.
 * Errors: `invalid-parameter`, `record-not-found` (also for a version), `insufficient-permissions`.
 */
export async function startBuild(
  ctx: Ctx,
  address: Address,
  input: BuildStart,
  origin?: JobOrigin,
): Promise<BuildView> {
  const parsed = buildStart.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ApiError('invalid-parameter', `Parameter "${issue?.path.map(String).join('.')}": ${issue?.message}`);
  }
  const { version: number, tag, useCache, waitForFinish } = parsed.data;
  const started = await transaction(async (tx) => {
    const proof = await authorize(ctx, 'build', { kind: 'actor', address }, tx);
    const version = await selectVersion(proof, number, tx);
    if (!version) throw new ApiError('record-not-found', `The Actor has no version ${number}`);
    const started = { buildNumber: await takeBuildNumber(tx, proof, number), origin: origin ?? originOf(ctx) };
    const id = await insertBuild(tx, proof, version, {
      ...started,
      tag: tag ?? version.buildTag,
      usesCache: useCache,
      clientIp: ctx.ipAddress,
      userAgent: ctx.userAgent,
      timeoutSecs: BUILD_TIMEOUT_SECS,
      memoryMbytes: BUILD_MEMORY_MBYTES,
    });
    await sendJob(tx, 'build', { buildId: id });
    await recordAudit(tx, ctx, {
      accountId: proof.row.ownerId,
      event: 'build.started',
      principal: auditPrincipal(proof),
      because: proof.because,
      resource: proof.row,
      detail: { ...started, buildId: id },
    });
    return { id, actorId: proof.row.id };
  });
  return getBuildOfActor(ctx, { by: 'id', id: started.actorId }, started.id, waitForFinish);
}

const originOf = ({ via, credential }: Ctx): JobOrigin =>
  credential.kind === 'run' ? 'ACTOR' : via === 'CONSOLE' ? 'WEB' : 'API';
