import { isDeepStrictEqual } from 'node:util';
import { type Transaction, transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { type Authorized, authorize } from '../authorization/authorize.ts';
import type { Scope } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import { invalidInput } from '../errors.ts';
import type { Address } from '../ids.ts';
import { assertCron, nextFiring } from './cron.ts';
import { getSchedule } from './get.ts';
import { scheduleUpdate } from './input.ts';
import { renameSchedule, type ScheduleRow, saveSchedule, selectKinds, selectSchedule } from './queries.ts';
import { bothScopes, onlyTargets, withTargets } from './scope.ts';
import { assertInScope, type Checked, checkActions, isSame, targetOf, targetsOf } from './targets.ts';
import type { ScheduleView } from './view.ts';

/**
 * Changes a schedule; only fields that were sent change. Whoever makes it start something must be able to start that, and what they write
 * into it goes no further than they do: a scoped token, and whoever it was only shared with, leave it narrower for ever.
 * Errors: `invalid-input`, `cron-expression-invalid`, `record-not-found`, `insufficient-permissions`, `schedule-name-not-unique`,
 * `schedule-actor-not-found`, `schedule-actor-task-not-found`.
 */
export async function updateSchedule(ctx: Ctx, address: Address, input: unknown): Promise<ScheduleView> {
  const parsed = scheduleUpdate.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const id = await transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'schedule', address }, tx, 'UPDATE');
    const before = await selectSchedule(proof, tx);
    const after = await changed(ctx, tx, proof, before, parsed.data);
    await saveSchedule(tx, proof, after);
    const { name } = parsed.data;
    const isRenamed = typeof name === 'string' && name !== proof.row.name;
    if (isRenamed) await renameSchedule(tx, proof, name);
    const from = { ...summary(before), name: proof.row.name };
    const to = { ...summary({ ...before, ...after }), name: isRenamed ? name : proof.row.name };
    if (after.actions || !isDeepStrictEqual(from, to)) {
      await recordAudit(tx, ctx, {
        ...{ accountId: proof.row.ownerId, event: 'schedule.changed', principal: auditPrincipal(proof) },
        ...{ because: proof.because, resource: proof.row },
        detail: { label: proof.row.name, from, to, ...(after.actions && { inputs: 'changed' }) },
      });
    }
    return proof.row.id;
  });
  return getSchedule(ctx, { by: 'id', id });
}

type Update = ReturnType<typeof scheduleUpdate.parse>;

async function changed(
  ctx: Ctx,
  tx: Transaction,
  proof: Authorized<'schedule', 'write'>,
  before: ScheduleRow,
  update: Update,
): Promise<Partial<ScheduleRow>> {
  const cronExpression = update.cronExpression?.trim() ?? before.cronExpression;
  const timezone = update.timezone ?? before.timezone;
  const isEnabled = update.isEnabled ?? before.isEnabled;
  const isRetimed = cronExpression !== before.cronExpression || timezone !== before.timezone;
  if (isRetimed) assertCron(cronExpression, timezone);
  const keepsTime = isEnabled && before.isEnabled && !isRetimed;
  const startsMore = isEnabled && !keepsTime;
  return {
    ...{ cronExpression, timezone, isEnabled },
    ...(update.title !== undefined && { title: update.title }),
    ...(update.description !== undefined && { description: update.description }),
    isExclusive: update.isExclusive ?? before.isExclusive,
    notifiesByEmail: update.notifications?.email ?? before.notifiesByEmail,
    ...(!keepsTime && { nextRunAt: isEnabled ? nextFiring(cronExpression, timezone, new Date()) : null }),
    ...(await changedActions(ctx, tx, proof, before, update.actions ?? null, startsMore)),
  };
}

/** Whether all rights of the owner's account are behind the change. */
const isWhole = ({ principal, account, row }: Authorized<'schedule', 'write'>): boolean =>
  account?.id === row.ownerId && scopeOf({ principal }) === null;

const scopeOf = ({ principal }: Pick<Authorized<'schedule', 'write'>, 'principal'>): Scope | null =>
  principal.kind === 'token' || principal.kind === 'run' ? principal.scope : null;

async function changedActions(
  ctx: Ctx,
  tx: Transaction,
  proof: Authorized<'schedule', 'write'>,
  before: ScheduleRow,
  given: Update['actions'] | null,
  startsMore: boolean,
): Promise<Partial<ScheduleRow>> {
  // The owner may switch it on whatever has become of its targets: each firing asks again.
  if (!given && (isWhole(proof) || !startsMore)) return {};
  const checked = await checkActions(ctx, tx, given ?? before.actions, before.actions, { keeps: isWhole(proof) });
  if (isSame(checked.actions, before.actions)) return {};
  const scope = await narrowed(tx, proof, before, checked);
  if (scope && proof.account?.id === proof.row.ownerId) assertInScope(checked.proofs, { ...before, scope });
  return { actions: checked.actions, scope };
}

async function narrowed(
  tx: Transaction,
  proof: Authorized<'schedule', 'write'>,
  { scope: before }: ScheduleRow,
  { proofs }: Checked,
): Promise<Scope | null> {
  const targets = targetsOf(proofs);
  const own = scopeOf(proof);
  const limits = [
    before,
    own && withTargets(own, targets),
    // It starts things in the account of its owner, who gave no more of that away than this schedule.
    proof.account?.id === proof.row.ownerId ? null : onlyTargets(targets),
  ].filter((limit) => limit !== null);
  const [first, ...others] = limits;
  if (!first || others.length === 0) return first ?? null;
  const kinds = await selectKinds(
    tx,
    limits.flatMap(({ resources }) => resources.map(({ id }) => id)),
  );
  return others.reduce((scope, other) => bothScopes(scope, other, kinds), first);
}

/** What the trail keeps of a schedule: of its targets which they are, and not what they are given. */
const summary = ({ cronExpression, timezone, isEnabled, isExclusive, notifiesByEmail, ...schedule }: ScheduleRow) => ({
  ...{ title: schedule.title, description: schedule.description, cronExpression, timezone },
  enabled: isEnabled ? 'on' : 'off',
  skipsWhileRunning: isExclusive ? 'yes' : 'no',
  notifies: notifiesByEmail ? 'yes' : 'no',
  targets: schedule.actions.map(targetOf).join(', '),
});
