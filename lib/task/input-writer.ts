/** What the input of a task gives a run: no more than whoever wrote it has, whoever starts it. */
import type { Transaction } from '../../db/transaction.ts';
import type { Principal, Scope } from '../authorization/types.ts';
import { selectKinds } from '../schedule/queries.ts';
import { bothScopes, onlyTargets, withTargets } from '../schedule/scope.ts';
import type { TaskDetails } from './queries.ts';

/** What is kept of who writes an input; null for the owner with all rights. */
export function inputWriter(
  { principal, account }: { principal: Principal; account: { id: string } | null },
  ownerId: string,
): TaskDetails['inputBy'] {
  const scope = principal.kind === 'token' || principal.kind === 'run' ? principal.scope : null;
  const accountId = account?.id ?? '';
  return accountId === ownerId && scope === null ? null : { accountId, scope };
}

/**
 * The limit of a run of the task in an account; null for none. An input of the task's owner, or of the account that starts it, is theirs to
 * answer for; one that somebody else wrote, or a program with a scope, must not reach what they could not reach.
 */
export function limitOf(
  { inputBy, actorId }: TaskDetails,
  ownerId: string,
  starterId: string | undefined,
): Scope | null {
  if (!inputBy) return null;
  const targets = [{ id: actorId, permissions: ['run' as const] }];
  const isStarters = inputBy.accountId === starterId;
  if (inputBy.scope) return isStarters ? withTargets(inputBy.scope, targets) : onlyTargets(targets);
  return isStarters || inputBy.accountId === ownerId ? null : onlyTargets(targets);
}

/** What both permit; null permits all. */
export async function narrower(tx: Transaction, one: Scope | null, other: Scope | null): Promise<Scope | null> {
  if (!one || !other) return one ?? other;
  const ids = [...one.resources, ...other.resources].map(({ id }) => id);
  return bothScopes(one, other, await selectKinds(tx, ids));
}
