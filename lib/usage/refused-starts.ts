/**
 * Notes of starts that were refused for want of an approval, so that who can approve is told, and sees where the question came from.
 * Gathered and written as the counters in `record.ts`: the transaction of the start is rolled back, and must not wait for another connection.
 */
import { type Transaction, transaction } from '../../db/transaction.ts';
import { credentialIdOf, type Principal } from '../authorization/types.ts';
import { createId } from '../ids.ts';
import { log } from '../log.ts';
import type { StartSource } from '../vocabulary.ts';

const FLUSH_AFTER_MILLIS = 250;
/** What could not be written is not lost: nobody would be told. */
const AGAIN_AFTER_MILLIS = 5_000;
/** So many different sources of one Actor are kept apart: what comes and goes, as tokens and webhooks of single runs do, must not fill the table. */
const MAX_SOURCES_OF_ACTOR = 100;

interface RefusedStart {
  accountId: string;
  actorId: string;
  source: StartSource;
  sourceId: string;
  count: number;
}

const refused = new Map<string, RefusedStart>();
let timer: NodeJS.Timeout | undefined;

/** What asked for the start. */
export const startSourceOf = (principal: Exclude<Principal, { kind: 'anonymous' }>): StartSource =>
  principal.kind === 'token' ? (principal.of ?? 'token') : principal.kind;

/** Notes one start that was refused. */
export function noteRefusedStart(
  accountId: string,
  actorId: string,
  principal: Exclude<Principal, { kind: 'anonymous' }>,
): void {
  const source = startSourceOf(principal);
  keep({ accountId, actorId, source, sourceId: credentialIdOf(principal), count: 1 });
  flushAfter(FLUSH_AFTER_MILLIS);
}

function keep(start: RefusedStart): void {
  const key = `${start.accountId} ${start.actorId} ${start.source} ${start.sourceId}`;
  const known = refused.get(key);
  if (known) known.count += start.count;
  else refused.set(key, start);
}

function flushAfter(millis: number): void {
  timer ??= setTimeout(() => {
    flushRefusedStarts().catch((error) => log().error({ err: error }, 'refused starts were not noted'));
  }, millis).unref();
}

/** Writes what has been noted so far, and tells the accounts. A person who was refused in the Console has seen it already. */
export async function flushRefusedStarts(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const noted = [...refused.values()];
  refused.clear();
  if (noted.length === 0) return;
  try {
    await write(noted);
  } catch (error) {
    for (const start of noted) keep(start);
    flushAfter(AGAIN_AFTER_MILLIS);
    throw error;
  }
}

/** In a transaction, which is tried again where it and a decision about the same Actor wait for each other. */
async function write(noted: readonly RefusedStart[]): Promise<void> {
  const written = (tx: Transaction) =>
    tx.client.query(
      `WITH noted AS (
       SELECT n.* FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[])
         AS n(id, account_id, actor_id, source, source_id, count)
       JOIN actors c ON c.id = n.actor_id JOIN accounts a ON a.id = n.account_id
       ORDER BY n.account_id, n.actor_id, n.source, n.source_id FOR KEY SHARE OF c, a
     ), kept AS (
       INSERT INTO refused_starts (account_id, actor_id, source, source_id, count)
       SELECT account_id, actor_id, source, source_id, count FROM noted n
       WHERE (SELECT count(*) FROM refused_starts f WHERE f.account_id = n.account_id AND f.actor_id = n.actor_id) < ${MAX_SOURCES_OF_ACTOR}
         OR EXISTS (
           SELECT 1 FROM refused_starts f
           WHERE f.account_id = n.account_id AND f.actor_id = n.actor_id AND f.source = n.source AND f.source_id = n.source_id
         )
       ON CONFLICT (account_id, actor_id, source, source_id) DO UPDATE SET count = refused_starts.count + excluded.count, last_at = now()
     )
     INSERT INTO notifications (id, account_id, kind, subject_kind, subject_id, count)
     SELECT min(id), account_id, 'start-refused', 'actor', actor_id, sum(count) FROM noted WHERE source <> 'session' GROUP BY account_id, actor_id
     ON CONFLICT (account_id, kind, subject_id) WHERE closed_at IS NULL
       DO UPDATE SET count = notifications.count + excluded.count, last_at = now()`,
      [
        noted.map(() => createId()),
        noted.map(({ accountId }) => accountId),
        noted.map(({ actorId }) => actorId),
        noted.map(({ source }) => source),
        noted.map(({ sourceId }) => sourceId),
        noted.map(({ count }) => count),
      ],
    );
  await transaction(written);
}
