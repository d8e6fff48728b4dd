import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { type FirstSteps, selectFirstSteps } from './queries.ts';

export type { FirstSteps } from './queries.ts';

/**
 * Gives how far the account has come, with programs and with data. A later step counts for those before it: an Actor that ran may be somebody
 * else's, and a token that did its work may be deleted.
 */
export async function getFirstSteps(ctx: Ctx): Promise<FirstSteps> {
  const steps = await selectFirstSteps(await authorizeAccount(ctx, 'read-settings'));
  const { hasBuilt, hasRun, hasToken, hasUsedToken, hasItems } = steps;
  return {
    ...steps,
    hasBuilt: hasBuilt || hasRun,
    hasToken: hasToken || hasItems,
    hasUsedToken: hasUsedToken || hasItems,
  };
}
