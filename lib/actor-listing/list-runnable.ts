import { authorizeListing } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { selectRunnable } from './queries.ts';

/** An Actor that somebody may choose to run. `name`: `username~name`. */
export interface RunnableActor {
  id: string;
  name: string;
  title: string | null;
}

const MAX_OFFERED = 200;

/**
 * Actors that a person may run, to choose from: those run last first, then one's own and those one was given, then public ones.
 * Errors: `token-not-provided`.
 */
export async function listRunnableActors(ctx: Ctx): Promise<RunnableActor[]> {
  const listing = await authorizeListing(ctx, 'actor');
  // What a scope lists is asked of each Actor by itself; nothing is offered by it.
  return listing.scope === null ? selectRunnable(listing, MAX_OFFERED) : [];
}
