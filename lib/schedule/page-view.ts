import { authorize } from '../authorization/authorize.ts';
import type { RuleId } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import type { Address } from '../ids.ts';
import { scheduleConsoleUrl } from '../urls.ts';
import { type CadencePreview, cadencePreview } from './cadence.ts';
import { listTargets, type TargetView } from './list-targets.ts';
import { isFiring, selectSchedule } from './queries.ts';
import { type ScheduleView, scheduleView } from './view.ts';

/** What the page of a schedule shows around its parts. */
export interface SchedulePageView {
  schedule: ScheduleView;
  ownerUsername: string;
  consoleUrl: string;
  isOwner: boolean;
  /** Whether what it starts is limited to a scope: that of whoever wrote it. */
  isScoped: boolean;
  /** Whether a firing waits for a worker, or is under way. */
  isFiring: boolean;
  preview: CadencePreview;
  targets: TargetView[];
  may: { write: boolean; share: boolean };
  because: readonly RuleId[];
}

/** Errors: `record-not-found`. */
export async function getSchedulePage(ctx: Ctx, address: Address): Promise<SchedulePageView> {
  const proof = await authorize(ctx, 'read', { kind: 'schedule', address });
  const { row, account, may, because } = proof;
  const schedule = await selectSchedule(proof);
  const [targets, firing] = await Promise.all([listTargets(ctx, proof, schedule.actions), isFiring(proof)]);
  return {
    schedule: scheduleView(proof, schedule),
    ownerUsername: row.ownerUsername,
    consoleUrl: scheduleConsoleUrl(row.id),
    isOwner: account?.id === row.ownerId,
    isScoped: schedule.scope !== null,
    isFiring: firing,
    preview: cadencePreview(schedule.cronExpression, schedule.timezone),
    targets,
    may: { write: may.write, share: may.share },
    because,
  };
}
