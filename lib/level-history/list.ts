import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { type PastLevelChange, selectLevelHistory } from './queries.ts';

const MAX_CHANGES = 10;

/**
 * Gives the latest changes of an Actor's level to those who may change it, the newest first, with how many others each concerned: numbers
 * alone, whoever they are.
 * Errors: `record-not-found`, `insufficient-permissions`.
 */
export async function listLevelHistory(ctx: Ctx, address: Address): Promise<PastLevelChange[]> {
  return selectLevelHistory(await authorize(ctx, 'write', { kind: 'actor', address }), MAX_CHANGES);
}
