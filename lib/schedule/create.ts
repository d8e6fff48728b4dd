import { type Transaction, transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { type AuthorizedAccount, authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError, invalidInput } from '../errors.ts';
import { createId } from '../ids.ts';
import { assertCron, nextFiring } from './cron.ts';
import { getSchedule } from './get.ts';
import { MAX_SCHEDULES, scheduleCreation } from './input.ts';
import { countSchedules, insertSchedule, nameNotUnique, type ScheduleValues } from './queries.ts';
import { withTargets } from './scope.ts';
import { checkActions, targetsOf } from './targets.ts';
import type { ScheduleView } from './view.ts';

/**
 * Creates a schedule, which is off unless it is asked to be on; without a name it gets one. What it starts can do no more than the token
 * that makes it.
 * Errors: `token-not-provided`, `invalid-input`, `cron-expression-invalid`, `schedule-name-not-unique`, `too-many-schedules`,
 * `schedule-actor-not-found`, `schedule-actor-task-not-found`, `insufficient-permissions`.
 */
export async function createSchedule(ctx: Ctx, input: unknown): Promise<ScheduleView> {
  const parsed = scheduleCreation.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { name, cronExpression, title, description, isExclusive, actions, notifications } = parsed.data;
  const timezone = parsed.data.timezone ?? 'UTC';
  const isEnabled = parsed.data.isEnabled ?? false;
  assertCron(cronExpression, timezone);
  const id = await transaction(async (tx) => {
    const creator = await authorizeAccount(ctx, 'create-schedule', tx);
    if ((await countSchedules(tx, creator)) >= MAX_SCHEDULES) {
      throw new ApiError('too-many-schedules', `An account can have ${MAX_SCHEDULES} schedules; delete one first`);
    }
    const checked = await checkActions(ctx, tx, actions ?? []);
    const { principal } = creator;
    const scope = principal.kind === 'session' ? null : principal.scope;
    const created = await insert(tx, creator, name ?? null, {
      ...{ title: title ?? null, description: description ?? null, cronExpression: cronExpression.trim(), timezone },
      ...{ isEnabled, isExclusive: isExclusive ?? true, notifiesByEmail: notifications?.email ?? true },
      actions: checked.actions,
      scope: scope && withTargets(scope, targetsOf(checked.proofs)),
      nextRunAt: isEnabled ? nextFiring(cronExpression, timezone, new Date()) : null,
    });
    await recordAudit(tx, ctx, {
      ...{ accountId: creator.account.id, event: 'schedule.created', principal: auditPrincipal(creator) },
      ...{ because: creator.because, resource: { kind: 'schedule', id: created.id } },
      detail: { name: created.name, cronExpression, timezone, enabled: isEnabled ? 'on' : 'off' },
    });
    return created.id;
  });
  return getSchedule(ctx, { by: 'id', id });
}

const DEFAULT_NAME = 'my-schedule';

/** Errors: `schedule-name-not-unique`. */
async function insert(
  tx: Transaction,
  creator: AuthorizedAccount<'create-schedule'>,
  name: string | null,
  values: ScheduleValues,
): Promise<{ id: string; name: string }> {
  const names = name === null ? [DEFAULT_NAME, `${DEFAULT_NAME}-${createId().toLowerCase()}`] : [name];
  for (const tried of names) {
    const id = await insertSchedule(tx, creator, tried, values);
    if (id !== null) return { id, name: tried };
  }
  throw nameNotUnique();
}
