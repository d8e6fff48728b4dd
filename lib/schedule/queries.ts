/** Statements on schedules. They take a proof and decide nothing. */
import { and, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import { db } from '../../db/client.ts';
import { FIRING_QUEUE } from '../../db/job-queue.ts';
import { refusedStarts } from '../../db/schema/approval.ts';
import { resources } from '../../db/schema/resource.ts';
import { type ScheduleAction, scheduleFirings, scheduleLog, schedules } from '../../db/schema/schedule.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized, AuthorizedAccount } from '../authorization/authorize.ts';
import { ApiError } from '../errors.ts';
import { createId } from '../ids.ts';
import { sendJob } from '../job-queue/queries.ts';
import type { ResourceKind } from '../vocabulary.ts';

export type { ScheduleAction };
export type RunOptions = NonNullable<(ScheduleAction & { type: 'RUN_ACTOR' })['runOptions']>;
export type ScheduleRow = typeof schedules.$inferSelect;
export type LogLine = typeof scheduleLog.$inferSelect;
type Reading = Authorized<'schedule', 'read'>;
type Writing = Authorized<'schedule', 'write'>;

/** How many an account has, held still until the end of the transaction. */
export async function countSchedules(
  tx: Transaction,
  { account }: AuthorizedAccount<'create-schedule'>,
): Promise<number> {
  await tx.client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7201004))', [account.id]);
  return tx.db.$count(schedules, eq(schedules.accountId, account.id));
}

export type ScheduleValues = Omit<typeof schedules.$inferInsert, 'id' | 'accountId' | 'lastRunAt' | 'modifiedAt'>;

/** Inserts a schedule; null if the account has one of that name already. */
export async function insertSchedule(
  tx: Transaction,
  { account, principal }: AuthorizedAccount<'create-schedule'>,
  name: string,
  values: ScheduleValues,
): Promise<string | null> {
  const id = createId();
  const inserted = await tx.db
    .insert(resources)
    .values({
      ...{ id, kind: 'schedule', ownerId: account.id, name },
      ...(principal.kind === 'token' && { createdByTokenId: principal.tokenId }),
      ...(principal.kind === 'run' && {
        ...{ createdByRunId: principal.runId, createdByActorId: principal.actorId, createdByLevel: principal.level },
      }),
    })
    .onConflictDoNothing()
    .returning({ id: resources.id });
  if (inserted.length === 0) return null;
  await tx.db.insert(schedules).values({ ...values, id, accountId: account.id });
  return id;
}

/** Errors: `record-not-found` where it has been deleted since the proof was given. */
export async function selectSchedule({ row }: Reading, tx?: Transaction): Promise<ScheduleRow> {
  const [schedule] = await (tx?.db ?? db()).select().from(schedules).where(eq(schedules.id, row.id));
  if (!schedule) throw new ApiError('record-not-found', 'The schedule was not found');
  return schedule;
}

export async function saveSchedule(tx: Transaction, { row }: Writing, values: Partial<ScheduleRow>): Promise<void> {
  await tx.db
    .update(schedules)
    .set({ ...values, modifiedAt: new Date() })
    .where(eq(schedules.id, row.id));
}

const UNIQUE_VIOLATION = '23505';

/** Errors: `schedule-name-not-unique`. */
export async function renameSchedule(tx: Transaction, { row }: Writing, name: string): Promise<void> {
  await tx.db
    .update(resources)
    .set({ name })
    .where(eq(resources.id, row.id))
    .catch((error: unknown) => {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      if (cause instanceof Error && 'code' in cause && cause.code === UNIQUE_VIOLATION) throw nameNotUnique();
      throw error;
    });
}

export const nameNotUnique = () =>
  new ApiError('schedule-name-not-unique', 'Another schedule of this account has this name');

export async function deleteSchedule(tx: Transaction, { row }: Writing): Promise<void> {
  await tx.db.delete(resources).where(eq(resources.id, row.id));
}

/** Which kinds the named resources are of. Without a proof: a kind is no secret of whoever can name an id. */
export async function selectKinds(tx: Transaction, ids: readonly string[]): Promise<Map<string, ResourceKind>> {
  const rows = await tx.db
    .select({ id: resources.id, kind: resources.kind })
    .from(resources)
    .where(inArray(resources.id, [...ids]));
  return new Map(rows.map(({ id, kind }) => [id, kind]));
}

/** Lines of the log, the newest first; with `before`, those before that one. */
export async function selectLog({ row }: Reading, limit: number, before?: number): Promise<LogLine[]> {
  return db()
    .select()
    .from(scheduleLog)
    .where(and(eq(scheduleLog.scheduleId, row.id), before === undefined ? undefined : lt(scheduleLog.sequence, before)))
    .orderBy(desc(scheduleLog.sequence))
    .limit(limit);
}

/** Whether a firing has been entered that no worker has brought to its end. */
export async function isFiring({ row }: Reading, tx?: Transaction): Promise<boolean> {
  const unfinished = and(eq(scheduleFirings.scheduleId, row.id), isNull(scheduleFirings.finishedAt));
  return (await (tx?.db ?? db()).$count(scheduleFirings, unfinished)) > 0;
}

/** Since when each Actor has been refused to it for want of an approval, by the Actor's id. */
export async function selectRefusals({ row }: Reading): Promise<Map<string, Date>> {
  const { actorId, firstAt } = refusedStarts;
  const rows = await db()
    .select({ actorId, firstAt })
    .from(refusedStarts)
    .where(
      and(
        ...[eq(refusedStarts.accountId, row.ownerId), eq(refusedStarts.source, 'schedule')],
        eq(refusedStarts.sourceId, row.id),
      ),
    );
  return new Map(rows.map((refused) => [refused.actorId, refused.firstAt]));
}

/** Enters a firing that a person asks for, with a line that says who did. */
export async function insertFiring(tx: Transaction, { row, account }: Writing): Promise<string> {
  const id = createId();
  const scheduledAt = sql`clock_timestamp()`;
  await tx.db.insert(scheduleFirings).values({ id, scheduleId: row.id, scheduledAt });
  await tx.db.update(schedules).set({ lastRunAt: scheduledAt }).where(eq(schedules.id, row.id));
  await tx.db.insert(scheduleLog).values({
    ...{ scheduleId: row.id, firingId: id, level: 'INFO' },
    message: `Fired by hand by ${account?.username ?? 'nobody'}`,
  });
  await sendJob(tx, FIRING_QUEUE, { firingId: id });
  return id;
}
