import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { selectFirstSteps } from './queries.ts';

export interface FirstSteps {
  hasToken: boolean;
  hasUsedToken: boolean;
  hasItems: boolean;
}

/** Gives how far the account has come. A later step counts for those before it: a token that did its work may be deleted. */
export async function getFirstSteps(ctx: Ctx): Promise<FirstSteps> {
  const { hasToken, hasUsedToken, hasItems } = await selectFirstSteps(await authorizeAccount(ctx, 'read-settings'));
  return { hasToken: hasToken || hasItems, hasUsedToken: hasUsedToken || hasItems, hasItems };
}
