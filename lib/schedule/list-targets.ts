import { getApprovalState } from '../approval/get-question.ts';
import { type ApprovalState, plainLevel } from '../approval/standing.ts';
import { type Authorized, authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { PermissionLevel } from '../vocabulary.ts';
import { type ScheduleAction, selectRefusals } from './queries.ts';

/** What a schedule starts, as its page shows it. */
export interface TargetView {
  action: ScheduleAction;
  /** null where the viewer may not see it, or it is gone. `name`: `username/name`. */
  task: { id: string; name: string; title: string | null } | null;
  actor: { id: string; name: string; title: string | null; level: PermissionLevel } | null;
  /** How the Actor stands with the account of the schedule; null where that is not the viewer's. */
  approval: ApprovalState | null;
  /** Since when it has been refused, where it wants an approval. */
  refusedSince: Date | null;
}

/** Describes what a schedule starts, for a person who may read it. */
export async function listTargets(
  ctx: Ctx,
  proof: Authorized<'schedule', 'read'>,
  actions: readonly ScheduleAction[],
): Promise<TargetView[]> {
  const isOwner = proof.account?.id === proof.row.ownerId;
  const refusals = await selectRefusals(proof);
  return Promise.all(
    actions.map(async (action) => {
      const task =
        action.type === 'RUN_ACTOR_TASK' ? await seen(authorize(ctx, 'read', of('task', action.actorTaskId))) : null;
      const actorId = action.type === 'RUN_ACTOR' ? action.actorId : task?.row.actorId;
      const actor = actorId === undefined ? null : await seen(authorize(ctx, 'run', of('actor', actorId)));
      const approval = actor && isOwner ? await getApprovalState(ctx, { by: 'id', id: actor.row.id }) : null;
      return {
        action,
        task: task && { id: task.row.id, name: nameOf(task.row), title: task.row.title },
        actor: actor && {
          ...{ id: actor.row.id, name: nameOf(actor.row), title: actor.row.title, level: plainLevel(actor.row) },
        },
        approval,
        refusedSince: (approval?.state === 'needed' && actor && refusals.get(actor.row.id)) || null,
      };
    }),
  );
}

const of = <K extends 'actor' | 'task'>(kind: K, id: string) => ({ kind, address: { by: 'id' as const, id } });

const nameOf = ({ ownerUsername, name }: { ownerUsername: string; name: string | null }) =>
  `${ownerUsername}/${name ?? ''}`;

async function seen<T>(authorized: Promise<T>): Promise<T | null> {
  try {
    return await authorized;
  } catch (error) {
    if (error instanceof ApiError && [403, 404].includes(error.status)) return null;
    throw error;
  }
}
