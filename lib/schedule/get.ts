import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { selectSchedule } from './queries.ts';
import { type ScheduleView, scheduleView } from './view.ts';

/** Describes a schedule. Errors: `record-not-found`. */
export async function getSchedule(ctx: Ctx, address: Address): Promise<ScheduleView> {
  const proof = await authorize(ctx, 'read', { kind: 'schedule', address });
  return scheduleView(proof, await selectSchedule(proof));
}
