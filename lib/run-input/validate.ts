import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { Address } from '../ids.ts';
import type { InputProblem } from '../input-schema/compile.ts';
import type { InputSchema } from '../input-schema/schema.ts';
import { findBuild } from './find-build.ts';
import { type GivenInput, prepareInput } from './prepare.ts';
import { type StartBuild, type Starting, selectDefaultRunOptions } from './queries.ts';

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
  const { inputSchema } = await startedBuild(proof, build);
  await prepareInput(ctx, proof, inputSchema, input ?? { bytes: Buffer.alloc(0) });
}

/** `build`: a tag or a number; without one, what the Actor gives a start that asks for none. */
async function startedBuild(proof: Starting, build: string | null | undefined): Promise<StartBuild> {
  return findBuild(proof, {
    tagOrNumber: build ?? (await selectDefaultRunOptions(proof))?.build ?? 'latest',
  });
}

/**
 * The schema that the input of such a start is held against; null where the Actor takes any input, or has no such build yet.
 * Errors: `record-not-found`, `insufficient-permissions`.
 */
export async function getInputSchema(
  ctx: Ctx,
  actor: Address,
  build: string | null | undefined,
): Promise<InputSchema | null> {
  const proof = await authorize(ctx, 'run', { kind: 'actor', address: actor });
  try {
    return (await startedBuild(proof, build)).inputSchema;
  } catch (error) {
    if (error instanceof ApiError && error.type === 'unknown-build-tag') return null;
    throw error;
  }
}

/**
 * What is wrong with an input that is kept for later starts. Empty where nothing is, and where it cannot be told: it may be kept before the
 * Actor has the build that it is for, and stays when the Actor goes.
 */
export async function inputProblems(
  ctx: Ctx,
  actor: Address,
  kept: { build?: string | null | undefined; input?: GivenInput | undefined },
): Promise<InputProblem[]> {
  try {
    await validateInput(ctx, actor, { ...kept, build: kept.build ?? undefined });
    return [];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { problems } = error.data ?? {};
    if (Array.isArray(problems)) return problems as InputProblem[];
    return error.type === 'run-input-body-not-valid-json' ? [{ field: '', message: error.message }] : [];
  }
}
