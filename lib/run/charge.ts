import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { invalidInput } from '../errors.ts';
import type { Address } from '../ids.ts';
import { runCharge } from './input.ts';

/**
 * Takes note that the program of a run charges for an event: nothing, since Actors cost nothing here. Programs that are sold elsewhere ask
 * for it all the same, and go on.
 * Errors: `invalid-input`, `record-not-found`, `insufficient-permissions`. Source: contract 8, "charge (201 stub)".
 */
export async function chargeRun(ctx: Ctx, address: Address, input: unknown): Promise<void> {
  const parsed = runCharge.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  await authorize(ctx, 'update-status', { kind: 'run', address });
}
