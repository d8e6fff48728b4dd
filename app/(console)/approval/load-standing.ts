import { getApprovalState } from '@/lib/approval/get-question.ts';
import type { ApprovalState } from '@/lib/approval/standing.ts';
import { open, signedInAccount } from '@/lib/console/page.ts';
import { consolePath } from '@/lib/paths.ts';

/** How an Actor stands with the account that is signed in; null for visitors and for those who may not run it. */
export async function loadStanding(actorId: string, mayRun: boolean): Promise<ApprovalState | null> {
  if (!mayRun || !(await signedInAccount())) return null;
  return open(consolePath.actor(actorId), (ctx) => getApprovalState(ctx, { by: 'id', id: actorId }));
}
