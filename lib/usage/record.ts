/**
 * Counters of reads and of uses of links.
 *
 * They are gathered in memory and written in one statement at most every quarter of a second, so that a read stays one statement. A
 * process that is killed loses at most what it had not written; no decision depends on a counter.
 */
import { pool } from '../../db/client.ts';
import { transaction } from '../../db/transaction.ts';
import type { RuleId } from '../authorization/types.ts';
import { createId } from '../ids.ts';
import { log } from '../log.ts';
import { flushRefusedStarts } from './refused-starts.ts';
import { flushRunUses } from './run-uses.ts';

const FLUSH_AFTER_MILLIS = 250;

const reads = new Map<string, { resourceId: string; because: string; count: number }>();
const tokenUses = new Map<string, string | null>();
const sessionUses = new Set<string>();
const linkUses = new Map<string, LinkUse>();
interface LinkUse {
  resourceId: string;
  digest: Buffer;
  recordKey: string | null;
  expiresAt: Date | null;
  count: number;
}
let timer: NodeJS.Timeout | undefined;

/** What permits whoever comes; a read that any other rule permits too does not depend on it. */
const OPEN_TO_ALL: readonly RuleId[] = ['anyone-with-id', 'anyone-with-name'];

/** Counts one read, under the rule that speaks most plainly for it: a reader's own right before what is open to all. */
export function countRead(resourceId: string, because: readonly RuleId[]): void {
  const rule = because.find((id) => !OPEN_TO_ALL.includes(id)) ?? because[0] ?? 'owner';
  const key = `${resourceId} ${rule}`;
  const counter = reads.get(key);
  if (counter) counter.count++;
  else reads.set(key, { resourceId, because: rule, count: 1 });
  flushSoon();
}

/** Counts one use of a signed link. The first use of a link that a client made enters it, so that the owner sees it and can revoke it. */
export function countLinkUse(resource: { id: string }, link: Omit<LinkUse, 'resourceId' | 'count'>): void {
  const key = link.digest.toString('base64');
  const counter = linkUses.get(key);
  if (counter) counter.count++;
  else linkUses.set(key, { ...link, resourceId: resource.id, count: 1 });
  flushSoon();
}

/** Notes that a token was used, and by what client. */
export function noteTokenUse(tokenId: string, userAgent: string | null): void {
  tokenUses.set(tokenId, userAgent);
  flushSoon();
}

/** Notes that a session is in use. */
export function noteSessionUse(sessionId: string): void {
  sessionUses.add(sessionId);
  flushSoon();
}

function flushSoon(): void {
  timer ??= setTimeout(() => {
    flushUsage().catch((error) => log().error({ err: error }, 'counters were not written'));
  }, FLUSH_AFTER_MILLIS).unref();
}

/** Writes what has been counted so far. Called before a process ends, and by tests that look at counters. */
export async function flushUsage(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const counted = [...reads.values()];
  const used = [...linkUses.values()];
  const seen = [...tokenUses];
  reads.clear();
  linkUses.clear();
  const sessions = [...sessionUses];
  tokenUses.clear();
  sessionUses.clear();
  await Promise.all([
    counted.length > 0 && writeReads(counted),
    used.length > 0 && writeLinkUses(used),
    seen.length > 0 && writeTokenUses(seen),
    sessions.length > 0 && writeSessionUses(sessions),
    flushRunUses(),
    flushRefusedStarts(),
  ]);
}

// Rows are joined to `resources` so that a resource deleted meanwhile drops its counters instead of failing all the others'.
// They are locked in the order of ids, as by whoever locks all resources of an account: each would else wait for the other.

const touched = (table: string) =>
  `touched_${table} AS (
     UPDATE ${table} SET accessed_at = now() WHERE id IN (SELECT resource_id FROM counted) AND accessed_at < now() - interval '1 minute'
   )`;

async function writeReads(counted: { resourceId: string; because: string; count: number }[]): Promise<void> {
  // In a transaction, which is tried again where it and a change of access wait for each other.
  await transaction(({ client }) =>
    client.query(
      `WITH counted AS (
       SELECT c.* FROM unnest($1::text[], $2::text[], $3::bigint[]) AS c(resource_id, because, count)
       JOIN resources r ON r.id = c.resource_id ORDER BY r.id, c.because FOR KEY SHARE OF r
     ), ${touched('datasets')}, ${touched('key_value_stores')}, ${touched('request_queues')}
     INSERT INTO read_counters (resource_id, day, because, count) SELECT resource_id, current_date, because, count FROM counted
     ON CONFLICT (resource_id, day, because) DO UPDATE SET count = read_counters.count + excluded.count`,
      [counted.map((c) => c.resourceId), counted.map((c) => c.because), counted.map((c) => c.count)],
    ),
  );
}

async function writeLinkUses(used: LinkUse[]): Promise<void> {
  await pool().query(
    `INSERT INTO links (id, digest, resource_id, owner_id, record_key, origin, expires_at, last_used_at, use_count)
     SELECT u.id, u.digest, u.resource_id, r.owner_id, u.record_key, 'CLIENT', u.expires_at, now(), u.count
     FROM unnest($1::text[], $2::bytea[], $3::text[], $4::text[], $5::timestamptz[], $6::bigint[])
       AS u(id, digest, resource_id, record_key, expires_at, count)
     JOIN resources r ON r.id = u.resource_id ORDER BY r.id, u.digest FOR KEY SHARE OF r
     ON CONFLICT (resource_id, digest) DO UPDATE SET last_used_at = now(), use_count = links.use_count + excluded.use_count`,
    [
      used.map(() => createId()),
      used.map((u) => u.digest),
      used.map((u) => u.resourceId),
      used.map((u) => u.recordKey),
      used.map((u) => u.expiresAt?.toISOString() ?? null),
      used.map((u) => u.count),
    ],
  );
}

/** Keeps a token's last use to the minute: a busy token would otherwise write a row at each flush. */
async function writeTokenUses(seen: [string, string | null][]): Promise<void> {
  await pool().query(
    `UPDATE tokens SET last_used_at = now(), last_used_user_agent = left(u.user_agent, 200)
     FROM unnest($1::text[], $2::text[]) AS u(id, user_agent)
     WHERE tokens.id = u.id AND (tokens.last_used_at IS NULL OR tokens.last_used_at < now() - interval '1 minute')`,
    [seen.map(([tokenId]) => tokenId), seen.map(([, userAgent]) => userAgent)],
  );
}

async function writeSessionUses(sessionIds: string[]): Promise<void> {
  await pool().query(
    `UPDATE sessions SET last_seen_at = now() WHERE id = ANY ($1::text[]) AND last_seen_at < now() - interval '1 minute'`,
    [sessionIds],
  );
}
