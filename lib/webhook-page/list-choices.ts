import { authorizeListing } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { type Choice, selectChoices } from './queries.ts';

/** What a new webhook may wait for. Errors: `token-not-provided`. */
export async function listConditionChoices(ctx: Ctx): Promise<{ actors: Choice[]; tasks: Choice[] }> {
  const [actors, tasks] = await Promise.all([authorizeListing(ctx, 'actor'), authorizeListing(ctx, 'task')]);
  const [ofActors, ofTasks] = await Promise.all([selectChoices(actors), selectChoices(tasks)]);
  return { actors: ofActors, tasks: ofTasks };
}
