import { getApprovalState } from '@/lib/approval/get-question.ts';
import type { ApprovalState } from '@/lib/approval/standing.ts';
import { open, signedInAccount } from '@/lib/console/page.ts';
import { refusalOf } from '@/lib/errors.ts';
import { consolePath } from '@/lib/paths.ts';

/** How an Actor stands with the account that is signed in; null for visitors and for those who may not run it. */
export async function loadStanding(actorId: string, mayRun: boolean): Promise<ApprovalState | null> {
  if (!mayRun || !(await signedInAccount())) return null;
  return open(consolePath.actor(actorId), (ctx) => getApprovalState(ctx, { by: 'id', id: actorId }));
}

/** The same of an Actor that may be gone by now, or hidden; null then. */
export async function findStanding(actorId: string): Promise<ApprovalState | null> {
  return open(consolePath.actor(actorId), (ctx) =>
    getApprovalState(ctx, { by: 'id', id: actorId }).catch((error: unknown) => {
      if (refusalOf(error)) return null;
      throw error;
    }),
  );
}
