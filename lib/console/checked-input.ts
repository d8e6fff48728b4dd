/** An input that is kept for later starts, held against the Actor's schema while somebody is there to correct it. */
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { Address } from '../ids.ts';
import { inputProblems } from '../run-input/validate.ts';

/**
 * Refuses what a start would refuse. What cannot be told yet is let pass, as the API does with all of it. `text`: JSON.
 * Errors: `invalid-input` with `data.problems`.
 */
export async function assertInput(
  ctx: Ctx,
  actor: Address,
  { build, text }: { build: string | null | undefined; text: string },
): Promise<void> {
  const input = { bytes: Buffer.from(text), contentType: 'application/json' };
  const problems = await inputProblems(ctx, actor, { build, input });
  const [problem] = problems;
  if (problem) throw new ApiError('invalid-input', `Input is not valid: ${problem.message}`, { problems });
}
