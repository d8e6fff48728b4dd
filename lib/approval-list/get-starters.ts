import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { type Starter, selectStarters } from './queries.ts';

/**
 * Gives what starts an Actor in one's own account, and would be refused if that were not approved any more: at most 100.
 * Errors: `token-not-provided`, `insufficient-permissions` for programs.
 */
export async function getStarters(ctx: Ctx, actorId: string): Promise<Starter[]> {
  return selectStarters(await authorizeAccount(ctx, 'approve'), actorId);
}
