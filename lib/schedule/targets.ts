/** What a schedule starts, as it is written into it. */
import { isDeepStrictEqual } from 'node:util';
import type { Transaction } from '../../db/transaction.ts';
import { type Authorized, authorize } from '../authorization/authorize.ts';
import { decideResource } from '../authorization/decide.ts';
import type { Permission, Principal, Scope } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import { ApiError, type ErrorType } from '../errors.ts';
import { createId, parseAddress } from '../ids.ts';
import type { GivenAction } from './input.ts';
import type { ScheduleAction } from './queries.ts';
import type { Targets } from './scope.ts';

/** A proof of each right that a start of the target asks for. */
type Proof = Authorized<'actor', 'run'> | Authorized<'task', 'read'>;

export interface Checked {
  actions: ScheduleAction[];
  proofs: Proof[];
}

/**
 * Checks that whoever writes actions into a schedule may start each of them, and finds what they name. An action keeps the id of the one
 * that it was before. `keeps`: what stays as it is is not asked about again, so that a target that is gone holds up no other change.
 * Errors: `schedule-actor-not-found`, `schedule-actor-task-not-found`, `insufficient-permissions`.
 */
export async function checkActions(
  ctx: Ctx,
  tx: Transaction,
  given: readonly (GivenAction | ScheduleAction)[],
  before: readonly ScheduleAction[] = [],
  { keeps = false }: { keeps?: boolean } = {},
): Promise<Checked> {
  const left = [...before];
  const checked: Checked = { actions: [], proofs: [] };
  for (const action of given) {
    const kept = keeps ? left.findIndex((other) => isSame([other], [action as ScheduleAction])) : -1;
    if (kept >= 0) {
      checked.actions.push(...left.splice(kept, 1));
      continue;
    }
    const { named, proofs } = await checkTarget(ctx, tx, action);
    const { id, ...values } = named;
    const place = placeOf(left, named, id);
    const [same] = place < 0 ? [] : left.splice(place, 1);
    checked.actions.push({ ...values, id: same?.id ?? createId() } as ScheduleAction);
    checked.proofs.push(...proofs);
  }
  return checked;
}

/** The place of the action that this one was before: the one whose id it says, else the first that starts the same. */
function placeOf(
  left: readonly ScheduleAction[],
  action: ScheduleAction | GivenAction,
  id: string | null | undefined,
): number {
  const isSame = (other: ScheduleAction) => other.type === action.type && targetOf(other) === targetOf(action);
  const byId = left.findIndex((other) => other.id === id && isSame(other));
  return byId < 0 ? left.findIndex(isSame) : byId;
}

export const targetOf = (action: GivenAction | ScheduleAction): string =>
  action.type === 'RUN_ACTOR' ? action.actorId : action.actorTaskId;

async function checkTarget(
  ctx: Ctx,
  tx: Transaction,
  action: GivenAction | ScheduleAction,
): Promise<{ named: GivenAction | ScheduleAction; proofs: Proof[] }> {
  if (action.type === 'RUN_ACTOR') {
    const address = parseAddress(action.actorId);
    const actor = await orNotFound('schedule-actor-not-found', authorize(ctx, 'run', { kind: 'actor', address }, tx));
    return { named: { ...action, actorId: actor.row.id }, proofs: [actor] };
  }
  const address = parseAddress(action.actorTaskId);
  const task = await orNotFound('schedule-actor-task-not-found', authorize(ctx, 'read', { kind: 'task', address }, tx));
  const ofTask = { kind: 'actor', address: { by: 'id', id: task.row.actorId } } as const;
  const actor = await orNotFound('schedule-actor-not-found', authorize(ctx, 'run', ofTask, tx));
  return { named: { ...action, actorTaskId: task.row.id }, proofs: [task, actor] };
}

/** A schedule that is there must not seem to be missing because its target is. */
async function orNotFound<T>(type: ErrorType, authorized: Promise<T>): Promise<T> {
  try {
    return await authorized;
  } catch (error) {
    if (!(error instanceof ApiError) || error.type !== 'record-not-found') throw error;
    throw new ApiError(type, error.message);
  }
}

const askedOf = ({ row }: Proof): Permission => (row.kind === 'actor' ? 'run' : 'read');

/** The rights that were proved, as a scope lists them. */
export const targetsOf = (proofs: readonly Proof[]): Targets =>
  proofs.map((proof) => ({ id: proof.row.id, permissions: [askedOf(proof)] }));

/**
 * Makes sure that the schedule itself may start what its own account wrote into it.
 * Errors: `insufficient-permissions` where its scope is narrower than the rights of whoever writes.
 */
export function assertInScope(
  proofs: readonly Proof[],
  schedule: { id: string; accountId: string; scope: Scope },
): void {
  const principal: Principal = {
    ...{ kind: 'token', of: 'schedule', tokenId: schedule.id },
    ...{ accountId: schedule.accountId, scope: schedule.scope },
  };
  for (const proof of proofs) {
    if (decideResource(askedOf(proof), { ...proof.facts, principal }).permitted) continue;
    throw new ApiError(
      'insufficient-permissions',
      'This schedule has the limited permissions of whoever wrote it, which do not include all that it is to start. Create a new one',
    );
  }
}

/** Whether two lists of actions start the same, with the same input and options. */
export const isSame = (one: readonly ScheduleAction[], other: readonly ScheduleAction[]): boolean =>
  isDeepStrictEqual(plain(one), plain(other));

const plain = (actions: readonly ScheduleAction[]): unknown => JSON.parse(JSON.stringify(actions));
