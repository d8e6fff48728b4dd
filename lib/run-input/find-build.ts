import { ApiError } from '../errors.ts';
import { type StartBuild, type Starting, selectBuild } from './queries.ts';

/**
 * The build that a start asks for, by its tag or number, or by its id; only one that has succeeded can run.
 * Errors: `unknown-build-tag`, which is a 403 of old. Source: contract 6.
 */
export async function findBuild(proof: Starting, by: { tagOrNumber: string } | { id: string }): Promise<StartBuild> {
  const build = await selectBuild(proof, by);
  if (build) return build;
  throw new ApiError(
    'unknown-build-tag',
    'tagOrNumber' in by
      ? `The Actor has no finished build with the tag or number "${by.tagOrNumber}"`
      : 'The build of this run is not there any more; name another one',
  );
}
