import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { findBuild } from './find-build.ts';
import { type GivenInput, prepareInput } from './prepare.ts';
import { selectDefaultRunOptions } from './queries.ts';

/**
 * Holds an input against the schema of a build, as a start would, and starts nothing.
 * Errors: as a start has for its input; `unknown-build-tag`, `record-not-found`, `insufficient-permissions`.
 */
export async function validateInput(
  ctx: Ctx,
  actor: Address,
  { build, input }: { build?: string | undefined; input?: GivenInput | undefined },
): Promise<void> {
  const proof = await authorize(ctx, 'run', { kind: 'actor', address: actor });
  const tagOrNumber = build ?? (await selectDefaultRunOptions(proof))?.build ?? 'latest';
  const { inputSchema } = await findBuild(proof, { tagOrNumber });
  await prepareInput(ctx, proof, inputSchema, input ?? { bytes: Buffer.alloc(0) });
}
