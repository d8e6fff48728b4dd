import { getBuildOfActor } from '../build/get.ts';
import type { BuildView } from '../build/view.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';

/** The build that a run gets which asks for none; null where there is none yet. Errors: `record-not-found`. */
export async function defaultBuildOf(ctx: Ctx, actorId: string): Promise<BuildView | null> {
  try {
    return await getBuildOfActor(ctx, { by: 'id', id: actorId }, null);
  } catch (error) {
    if (error instanceof ApiError && error.type === 'unknown-build-tag') return null;
    throw error;
  }
}
