import type { Transaction } from '../../db/transaction.ts';
import { type Authorized, authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';

/**
 * Authorizes running the Actor of a task, which making, changing and running the task takes. Source: contract 3.5, "Manual dependencies".
 * Errors: `record-not-found` that speaks of the Actor, `insufficient-permissions`.
 */
export async function authorizeTaskActor(
  ctx: Ctx,
  actorId: string,
  tx?: Transaction,
): Promise<Authorized<'actor', 'run'>> {
  try {
    return await authorize(ctx, 'run', { kind: 'actor', address: { by: 'id', id: actorId } }, tx);
  } catch (error) {
    if (error instanceof ApiError && error.type === 'record-not-found') throw actorGone();
    throw error;
  }
}

const actorGone = () =>
  new ApiError(
    'record-not-found',
    'The Actor of this task was not found: it has been deleted, or you may not see it any more',
  );
