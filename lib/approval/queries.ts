/** Statements on consent to Actors with full permissions. They take a proof and decide nothing. */
import { pool } from '../../db/client.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized, AuthorizedAccount } from '../authorization/authorize.ts';
import type { LoadedStart } from '../authorization/load-start.ts';
import { createId } from '../ids.ts';
import type { PermissionLevel, StartSource } from '../vocabulary.ts';

type Approving = AuthorizedAccount<'approve'>;
type Asking = Authorized<'actor', 'read'>;

/** What a person is shown of an Actor before they answer. */
export interface AskedActor {
  name: string;
  title: string | null;
  username: string;
  /** What its developer is called; empty where they gave no name. */
  ownerName: string;
  /** Since when its developer has an account here, and how many public Actors they have. */
  developerSince: Date;
  developerActors: number;
  totalRuns: number;
  /** Runs of the Actor in the account that is asked. */
  ownRuns: number;
  levelEpoch: number;
  /** Of the build that a plain start runs; null where there is none. */
  buildNumber: string | null;
  /** Whether the account gives it no more than limited permissions. */
  hasCeiling: boolean;
}

export async function selectAskedActor({ account }: Approving, { row }: Asking, tx?: Transaction): Promise<AskedActor> {
  const { rows } = await (tx?.client ?? pool()).query<AskedActor>(
    `SELECT r.name, k.title, o.username, o.name AS "ownerName", o.created_at AS "developerSince", k.total_runs AS "totalRuns", k.level_epoch AS "levelEpoch",
       EXISTS (SELECT 1 FROM level_ceilings c WHERE c.account_id = $2 AND c.actor_id = k.id) AS "hasCeiling",
       (SELECT count(*) FROM actors pa JOIN resources pr ON pr.id = pa.id WHERE pr.owner_id = o.id AND pa.is_public) AS "developerActors",
       (SELECT count(*) FROM runs u WHERE u.account_id = $2 AND u.actor_id = k.id) AS "ownRuns",
       (SELECT b.build_number FROM builds b LEFT JOIN actor_tags t ON t.build_id = b.id AND t.actor_id = k.id
        WHERE b.actor_id = k.id AND b.status = 'SUCCEEDED' AND (t.tag = k.default_run_options->>'build' OR b.build_number = k.default_run_options->>'build')
        LIMIT 1) AS "buildNumber"
     FROM actors k JOIN resources r ON r.id = k.id JOIN accounts o ON o.id = r.owner_id WHERE k.id = $1`,
    [row.id, account.id],
  );
  const [actor] = rows;
  if (!actor) throw new Error('The Actor is not there any more');
  return actor;
}

/** How an Actor stands with an account. Times are null where there is no such thing. */
export interface Standing extends LoadedStart {
  approvedAt: Date | null;
  approvedBy: string | null;
  firstRunAt: Date | null;
  ceilingSince: Date | null;
}

export async function selectStanding({ account }: Approving, { row }: Asking): Promise<Standing> {
  const { rows } = await pool().query<Standing>(
    `SELECT o.skips_approval AS "skipsApproval", a.approved_at AS "approvedAt", a.approved_by AS "approvedBy", a.approved_at IS NOT NULL AS "isApproved",
       f.started_at AS "firstRunAt", f.started_at IS NOT NULL AS "hasPriorRun", c.created_at AS "ceilingSince", c.created_at IS NOT NULL AS "hasCeiling"
     FROM accounts o
     LEFT JOIN LATERAL (
       SELECT p.approved_at, (SELECT by.username FROM accounts by WHERE by.id = p.approved_by) AS approved_by
       FROM approvals p WHERE p.account_id = $1 AND p.actor_id = $2 AND p.level_epoch = $3 AND p.revoked_at IS NULL
     ) a ON true
     LEFT JOIN LATERAL (
       SELECT min(u.started_at) AS started_at FROM runs u
       WHERE u.account_id = $1 AND u.actor_id = $2 AND u.level = 'FULL_PERMISSIONS' AND u.level_epoch = $3 AND u.ancestor_ids = '{}' AND u.metamorph_count = 0
         AND u.started_at > coalesce((SELECT max(p.revoked_at) FROM approvals p WHERE p.account_id = $1 AND p.actor_id = $2), '-infinity')
     ) f ON true
     LEFT JOIN level_ceilings c ON c.account_id = $1 AND c.actor_id = $2
     WHERE o.id = $1`,
    [account.id, row.id, row.levelEpoch],
  );
  const [standing] = rows;
  if (!standing) throw new Error('The account is not there any more');
  return standing;
}

/** How many of each thing an Actor with full permissions reaches in the account. `shared`: those of others that were given to it. */
export type Reach = Record<
  'datasets' | 'keyValueStores' | 'requestQueues' | 'runs' | 'actors' | 'tasks' | 'schedules' | 'webhooks' | 'shared',
  number
>;

export async function selectReach({ account }: Approving): Promise<Reach> {
  const of = (kind: string) => `count(*) FILTER (WHERE kind = '${kind}')`;
  const { rows } = await pool().query<Reach>(
    `SELECT ${of('dataset')} AS datasets, ${of('key-value-store')} AS "keyValueStores", ${of('request-queue')} AS "requestQueues",
       ${of('run')} AS runs, ${of('actor')} AS actors, ${of('task')} AS tasks, ${of('schedule')} AS schedules,
       (SELECT count(*) FROM webhooks WHERE account_id = $1 AND NOT is_ad_hoc) AS webhooks,
       (SELECT count(*) FROM grants WHERE account_id = $1 AND (expires_at IS NULL OR expires_at > now())) AS shared
     FROM resources WHERE owner_id = $1`,
    [account.id],
  );
  const [reach] = rows;
  if (!reach) throw new Error('Counting gives one row');
  return reach;
}

/** A start that was refused. `name`: of the token, the schedule or the Actor of the run; null where there is none any more. */
export interface RefusedRequest {
  source: StartSource;
  sourceId: string;
  name: string | null;
  count: number;
  firstAt: Date;
  lastAt: Date;
}

const MAX_REQUESTS = 20;

export async function selectRequests({ account }: Approving, { row }: Asking): Promise<RefusedRequest[]> {
  const { rows } = await pool().query<RefusedRequest>(
    `SELECT f.source, f.source_id AS "sourceId", f.count, f.first_at AS "firstAt", f.last_at AS "lastAt",
       CASE f.source WHEN 'token' THEN (SELECT t.description FROM tokens t WHERE t.id = f.source_id)
         WHEN 'schedule' THEN (SELECT coalesce(s.title, r.name) FROM schedules s JOIN resources r ON r.id = s.id WHERE s.id = f.source_id)
         WHEN 'webhook' THEN (SELECT coalesce(nullif(w.description, ''), w.request_url) FROM webhooks w WHERE w.id = f.source_id)
         WHEN 'run' THEN (SELECT coalesce(k.title, r.name) FROM runs u JOIN actors k ON k.id = u.actor_id JOIN resources r ON r.id = k.id WHERE u.id = f.source_id)
       END AS name
     FROM refused_starts f WHERE f.account_id = $1 AND f.actor_id = $2 ORDER BY f.last_at DESC LIMIT ${MAX_REQUESTS}`,
    [account.id, row.id],
  );
  return rows;
}

/** The account's last approval of the Actor, in force or not. */
export interface LastApproval {
  approvedAt: Date;
  levelEpoch: number;
  buildNumber: string | null;
  revokedAt: Date | null;
}

export async function selectLastApproval({ account }: Approving, { row }: Asking): Promise<LastApproval | null> {
  const { rows } = await pool().query<LastApproval>(
    `SELECT approved_at AS "approvedAt", level_epoch AS "levelEpoch", build_number AS "buildNumber", revoked_at AS "revokedAt"
     FROM approvals WHERE account_id = $1 AND actor_id = $2 ORDER BY level_epoch DESC, approved_at DESC LIMIT 1`,
    [account.id, row.id],
  );
  return rows[0] ?? null;
}

/** How many builds of the Actor came about after a time. */
export async function countBuildsSince({ row }: Asking, since: Date): Promise<number> {
  const { rows } = await pool().query<{ count: number }>(
    "SELECT count(*) FROM builds WHERE actor_id = $1 AND status = 'SUCCEEDED' AND finished_at > $2",
    [row.id, since],
  );
  return rows[0]?.count ?? 0;
}

/** A change of the Actor's level, with what its developer said about it. */
export interface LevelChange {
  levelEpoch: number;
  fromLevel: PermissionLevel;
  toLevel: PermissionLevel;
  reason: string | null;
  changedAt: Date;
}

/** Those after an epoch, the newest first. */
export async function selectLevelChanges({ row }: Asking, afterEpoch: number): Promise<LevelChange[]> {
  const { rows } = await pool().query<LevelChange>(
    `SELECT level_epoch AS "levelEpoch", from_level AS "fromLevel", to_level AS "toLevel", reason, changed_at AS "changedAt"
     FROM level_changes WHERE actor_id = $1 AND level_epoch > $2 ORDER BY level_epoch DESC LIMIT 20`,
    [row.id, afterEpoch],
  );
  return rows;
}

/** An Actor that an account decides about. */
export interface DecidedActor {
  kind: 'actor';
  id: string;
  name: string | null;
  ownerUsername: string;
  levelEpoch: number;
}

/**
 * An Actor that the account has decided about before, or has run, whether or not it may still see it; null if it is none of those. Its row
 * stays locked as the gate locks it: its level does not change meanwhile.
 */
export async function lockKnownActor(
  tx: Transaction,
  { account }: Approving,
  id: string,
): Promise<DecidedActor | null> {
  const of = (table: string) => `EXISTS (SELECT 1 FROM ${table} x WHERE x.account_id = $2 AND x.actor_id = $1)`;
  const { rowCount } = await tx.client.query(
    `SELECT 1 FROM resources WHERE id = $1 AND kind = 'actor' AND (${of('approvals')} OR ${of('level_ceilings')} OR ${of('runs')}) FOR SHARE`,
    [id, account.id],
  );
  if (!rowCount) return null;
  const { rows } = await tx.client.query<DecidedActor>(
    `SELECT r.kind, r.id, r.name, o.username AS "ownerUsername", k.level_epoch AS "levelEpoch"
     FROM resources r JOIN actors k ON k.id = r.id JOIN accounts o ON o.id = r.owner_id WHERE r.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** Enters an approval, and lets go of what waited for it. */
export async function insertApproval(
  tx: Transaction,
  { account }: Approving,
  { row }: Asking,
  buildNumber: string | null,
): Promise<void> {
  await tx.client.query(
    `INSERT INTO approvals (id, account_id, actor_id, level_epoch, approved_by, approved_at, build_number)
     VALUES ($1, $2, $3, $4, $2, clock_timestamp(), $5)
     ON CONFLICT (account_id, actor_id, level_epoch) WHERE revoked_at IS NULL DO NOTHING`,
    [createId(), account.id, row.id, row.levelEpoch, buildNumber],
  );
  await tx.client.query('DELETE FROM level_ceilings WHERE account_id = $1 AND actor_id = $2', [account.id, row.id]);
  await closeRequests(tx, account.id, row.id);
}

/** What waited for an answer has got one. */
async function closeRequests(tx: Transaction, accountId: string, actorId: string): Promise<void> {
  await tx.client.query('DELETE FROM refused_starts WHERE account_id = $1 AND actor_id = $2', [accountId, actorId]);
  await tx.client.query(
    `UPDATE notifications SET closed_at = now() WHERE account_id = $1 AND subject_id = $2 AND closed_at IS NULL
       AND kind IN ('start-refused', 'approval-ended')`,
    [accountId, actorId],
  );
}

/** Lets go of all that an account was told to approve. */
export async function closeAccountRequests(
  tx: Transaction,
  { account }: AuthorizedAccount<'change-security'>,
): Promise<void> {
  await tx.client.query('DELETE FROM refused_starts WHERE account_id = $1', [account.id]);
  await tx.client.query(
    `UPDATE notifications SET closed_at = now() WHERE account_id = $1 AND closed_at IS NULL AND kind IN ('start-refused', 'approval-ended')`,
    [account.id],
  );
}

/**
 * Takes consent back: the approval in force, and that of earlier runs. The time is that of this moment and not of the beginning of the
 * transaction: a run that was committed while this one waited is an earlier one.
 * Returns whether there was an approval in force.
 */
export async function endConsent(tx: Transaction, { account }: Approving, actor: DecidedActor): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `UPDATE approvals SET revoked_at = clock_timestamp(), revoked_by = $1
     WHERE account_id = $1 AND actor_id = $2 AND level_epoch = $3 AND revoked_at IS NULL`,
    [account.id, actor.id, actor.levelEpoch],
  );
  if (rowCount) return true;
  // Earlier runs stand for an approval that nobody gave; it is entered as ended.
  await tx.client.query(
    `INSERT INTO approvals (id, account_id, actor_id, level_epoch, approved_at, revoked_at, revoked_by)
     VALUES ($1, $2, $3, $4, clock_timestamp(), clock_timestamp(), $2)`,
    [createId(), account.id, actor.id, actor.levelEpoch],
  );
  return false;
}

export async function saveCeiling(tx: Transaction, { account }: Approving, actor: DecidedActor): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    'INSERT INTO level_ceilings (account_id, actor_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [account.id, actor.id],
  );
  await closeRequests(tx, account.id, actor.id);
  return rowCount === 1;
}

export async function removeCeiling(tx: Transaction, { account }: Approving, actor: DecidedActor): Promise<boolean> {
  const { rowCount } = await tx.client.query('DELETE FROM level_ceilings WHERE account_id = $1 AND actor_id = $2', [
    account.id,
    actor.id,
  ]);
  return rowCount === 1;
}
