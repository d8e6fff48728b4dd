import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { nameTargets } from './name-targets.ts';
import { selectLog } from './queries.ts';
import { logView, type ScheduleLogView } from './view.ts';

/** So many lines of it are kept. */
export const MAX_LOG_LINES = 1_000;

/** What a schedule did, the newest last. Errors: `record-not-found`. */
export async function getScheduleLog(ctx: Ctx, address: Address): Promise<ScheduleLogView[]> {
  const proof = await authorize(ctx, 'read', { kind: 'schedule', address });
  const lines = await selectLog(proof, MAX_LOG_LINES);
  return (await nameTargets(ctx, lines.reverse())).map(logView);
}
