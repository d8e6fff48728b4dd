/**
 * Counters of what the programs of runs do with their tokens, and of what they are refused. Gathered and written as those in `record.ts`;
 * no decision of the gate depends on them. People who are asked for full permissions do, so what could not be written is not lost.
 */
import { transaction } from '../../db/transaction.ts';
import type { AccountPermission, Permission, RunPrincipal } from '../authorization/types.ts';
import { log } from '../log.ts';
import type { ResourceKind } from '../vocabulary.ts';

const FLUSH_AFTER_MILLIS = 250;
const AGAIN_AFTER_MILLIS = 5_000;
/** Alike refusals are one row; a program that tries ever new names must not fill the table. */
const MAX_SUBJECT_CHARS = 200;
const MAX_REFUSALS_OF_RUN = 1_000;

type Asked = Permission | AccountPermission;
interface RunUse {
  kind: ResourceKind | 'account';
  asked: Asked;
  /** What a run with limited permissions could have done too. */
  isOwn: boolean;
  isRefused: boolean;
}
interface Refusal {
  kind: ResourceKind | 'account';
  asked: Asked;
  /** As the program named it. */
  subject: string;
}

type CountedUse = RunUse & { run: RunPrincipal; count: number };
type CountedRefusal = Refusal & { runId: string; count: number };

const uses = new Map<string, CountedUse>();
const refusals = new Map<string, CountedRefusal>();
let timer: NodeJS.Timeout | undefined;

/** Counts one thing that the program of a run asked for. */
export function countRunUse(run: RunPrincipal, use: RunUse): void {
  keepUse({ ...use, run, count: 1 });
  flushAfter(FLUSH_AFTER_MILLIS);
}

function keepUse(use: CountedUse): void {
  const key = [use.run.runId, use.kind, use.asked, use.isOwn, use.isRefused].join(' ');
  const known = uses.get(key);
  if (known) known.count += use.count;
  else uses.set(key, use);
}

/** Notes one call that was refused. */
export function countRefusal(runId: string, refusal: Refusal): void {
  const subject = refusal.subject.slice(0, MAX_SUBJECT_CHARS);
  keepRefusal({ ...refusal, subject, runId, count: 1 });
  flushAfter(FLUSH_AFTER_MILLIS);
}

function keepRefusal(refusal: CountedRefusal): void {
  const key = [refusal.runId, refusal.kind, refusal.asked, refusal.subject].join(' ');
  const known = refusals.get(key);
  if (known) known.count += refusal.count;
  else refusals.set(key, refusal);
}

function flushAfter(millis: number): void {
  timer ??= setTimeout(() => {
    flushRunUses().catch((error) => log().error({ err: error }, 'counters of runs were not written'));
  }, millis).unref();
}

/** Writes what has been counted so far. */
export async function flushRunUses(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const counted = [...uses.values()];
  const refused = [...refusals.values()];
  uses.clear();
  refusals.clear();
  await Promise.all([written(counted, writeUses, keepUse), written(refused, writeRefusals, keepRefusal)]);
}

async function written<Counted>(
  counted: readonly Counted[],
  write: (counted: readonly Counted[]) => Promise<void>,
  keep: (one: Counted) => void,
): Promise<void> {
  if (counted.length === 0) return;
  try {
    await write(counted);
  } catch (error) {
    counted.forEach(keep);
    flushAfter(AGAIN_AFTER_MILLIS);
    throw error;
  }
}

/** In a transaction, which is tried again where it and a change of access wait for each other. */
const write = (text: string, values: unknown[]) => transaction((tx) => tx.client.query(text, values));

/** The Actor is held until the commit: one that is deleted at this moment takes its own counters along, and no others. */
async function writeUses(counted: readonly CountedUse[]): Promise<void> {
  await write(
    `INSERT INTO run_uses (account_id, actor_id, run_id, day, kind, asked, is_own, is_refused, count)
     SELECT u.account_id, u.actor_id, u.run_id, current_date, u.kind, u.asked, u.is_own, u.is_refused, u.count
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::boolean[], $8::bigint[])
       AS u(account_id, actor_id, run_id, kind, asked, is_own, is_refused, count)
     JOIN actors c ON c.id = u.actor_id
     ORDER BY u.run_id, u.kind, u.asked, u.is_own, u.is_refused
     FOR KEY SHARE OF c
     ON CONFLICT (run_id, day, kind, asked, is_own, is_refused) DO UPDATE SET count = run_uses.count + excluded.count`,
    [
      counted.map(({ run }) => run.accountId),
      counted.map(({ run }) => run.actorId),
      counted.map(({ run }) => run.runId),
      counted.map(({ kind }) => kind),
      counted.map(({ asked }) => asked),
      counted.map(({ isOwn }) => isOwn),
      counted.map(({ isRefused }) => isRefused),
      counted.map(({ count }) => count),
    ],
  );
}

async function writeRefusals(refused: readonly CountedRefusal[]): Promise<void> {
  await write(
    `INSERT INTO run_refusals (run_id, kind, subject, asked, count)
     SELECT u.run_id, u.kind, u.subject, u.asked, u.count
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[]) AS u(run_id, kind, subject, asked, count)
     JOIN resources r ON r.id = u.run_id
     WHERE (SELECT count(*) FROM run_refusals known WHERE known.run_id = u.run_id) < ${MAX_REFUSALS_OF_RUN}
     ORDER BY u.run_id, u.kind, u.subject, u.asked
     FOR KEY SHARE OF r
     ON CONFLICT (run_id, kind, subject, asked) DO UPDATE SET count = run_refusals.count + excluded.count, last_at = now()`,
    [
      refused.map(({ runId }) => runId),
      refused.map(({ kind }) => kind),
      refused.map(({ subject }) => subject),
      refused.map(({ asked }) => asked),
      refused.map(({ count }) => count),
    ],
  );
}
