import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { WorkerView } from './get-health.ts';
import { selectWorkers } from './queries.ts';

/** The workers that were heard of in the last minute, with what they found. Errors: `token-not-provided`, `insufficient-permissions`. */
export async function listWorkers(ctx: Ctx): Promise<WorkerView[]> {
  return selectWorkers(await authorizeAccount(ctx, 'operate'));
}
