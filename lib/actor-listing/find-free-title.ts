import { authorizeListing } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { selectOwnTitles } from './queries.ts';

/**
 * A title that none of the account's own Actors has: the one given, or else with the first number that is free. Titles need not be unique;
 * this only helps to tell them apart. Errors: `token-not-provided`.
 */
export async function findFreeTitle(ctx: Ctx, title: string): Promise<string> {
  const taken = new Set(await selectOwnTitles(await authorizeListing(ctx, 'actor'), title));
  if (!taken.has(title)) return title;
  let number = 2;
  while (taken.has(`${title} ${number}`)) number += 1;
  return `${title} ${number}`;
}
