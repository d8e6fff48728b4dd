/** Statements on all Actors that have something to do with an account's consent. They take a proof and decide nothing. */
import { pool } from '../../db/client.ts';
import type { Standing } from '../approval/queries.ts';
import type { AuthorizedAccount } from '../authorization/authorize.ts';
import { STARTERS } from '../level-change/starters.ts';
import type { PageKey } from '../paging.ts';
import type { UseRow } from '../run-use/queries.ts';
import { MIN_RUNS } from '../run-use/verdict.ts';
import type { PermissionLevel } from '../vocabulary.ts';
import type { Why } from './input.ts';

type Approving = AuthorizedAccount<'approve'>;

export const USE_DAYS = 30;

export interface ApprovalListRow extends Standing {
  id: string;
  /** Since when it stands as it does: what pages go on from. */
  createdAt: Date;
  why: Why;
  name: string | null;
  title: string | null;
  ownerUsername: string;
  isOwn: boolean;
  /** Whether its page opens for the account; its maker may have hidden it. */
  isVisible: boolean;
  permissionLevel: PermissionLevel | null;
  forcePermissionLevel: PermissionLevel | null;
  levelEpoch: number;
  /** The latest approval, in force or not; `explicit`: that somebody gave, and not one that earlier runs stood for. */
  lastEpoch: number | null;
  lastApprovedAt: Date | null;
  wasExplicit: boolean | null;
  revokedAt: Date | null;
  revokedBy: string | null;
  /** How the present level came about; null where it was never changed. */
  changedAt: Date | null;
  fromLevel: PermissionLevel | null;
  toLevel: PermissionLevel | null;
  reason: string | null;
  lastRunId: string | null;
  lastRunAt: Date | null;
  lastRunLevel: PermissionLevel | null;
  uses: UseRow[];
  /** Runs with full permissions that finished in that time, counted no further than it takes. */
  finishedRuns: number;
}

/** Runs (u) of the account ($1) that stand for an approval while their level is the present one: as the index of these runs says it. */
const STARTED_FULL = `u.account_id = $1 AND u.level = 'FULL_PERMISSIONS' AND u.ancestor_ids = '{}' AND u.metamorph_count = 0`;

/**
 * Each Actor that the account ($1) owns, has decided about or has started with full permissions, and how it stands. Those
 * that it has started are found by one step along an index for each, however many runs there are. `why` repeats in SQL what
 * `decideStart` says, for the filter; a test holds one against the other.
 */
const STANDINGS = `
  started (actor_id) AS (
    (SELECT u.actor_id FROM runs u WHERE ${STARTED_FULL} ORDER BY u.actor_id LIMIT 1)
    UNION ALL
    SELECT (SELECT u.actor_id FROM runs u WHERE ${STARTED_FULL} AND u.actor_id > s.actor_id ORDER BY u.actor_id LIMIT 1)
    FROM started s WHERE s.actor_id IS NOT NULL
  ), known AS (
    SELECT actor_id FROM approvals WHERE account_id = $1
    UNION SELECT actor_id FROM level_ceilings WHERE account_id = $1
    UNION SELECT actor_id FROM started
    UNION SELECT id FROM resources WHERE owner_id = $1 AND kind = 'actor'
  ), facts AS (
    SELECT k.id, r.name, k.title, m.username AS "ownerUsername", r.owner_id = $1 AS "isOwn", o.skips_approval AS "skipsApproval",
      r.owner_id = $1 OR k.is_public OR EXISTS (
        SELECT 1 FROM grants g WHERE g.resource_id = k.id AND g.account_id = $1 AND (g.expires_at IS NULL OR g.expires_at > now())
      ) AS "isVisible",
      k.permission_level AS "permissionLevel", k.default_run_options->>'forcePermissionLevel' AS "forcePermissionLevel",
      coalesce(k.default_run_options->>'forcePermissionLevel', k.permission_level, 'FULL_PERMISSIONS') = 'FULL_PERMISSIONS' AS is_full,
      k.level_epoch AS "levelEpoch", r.created_at AS made_at,
      coalesce(a.level_epoch = k.level_epoch AND a.revoked_at IS NULL, false) AS "isApproved",
      CASE WHEN a.level_epoch = k.level_epoch AND a.revoked_at IS NULL THEN a.approved_at END AS "approvedAt", a.approved_by AS "approvedBy",
      a.level_epoch AS "lastEpoch", a.approved_at AS "lastApprovedAt", a.was_explicit AS "wasExplicit", a.revoked_at AS "revokedAt", a.revoked_by AS "revokedBy",
      f.started_at IS NOT NULL AS "hasPriorRun", f.started_at AS "firstRunAt", c.created_at IS NOT NULL AS "hasCeiling", c.created_at AS "ceilingSince",
      l.changed_at AS "changedAt", l.from_level AS "fromLevel", l.to_level AS "toLevel", l.reason
    FROM known JOIN actors k ON k.id = known.actor_id JOIN resources r ON r.id = k.id JOIN accounts m ON m.id = r.owner_id
    JOIN accounts o ON o.id = $1
    LEFT JOIN LATERAL (
      SELECT p.level_epoch, p.approved_at, p.revoked_at, p.approved_by IS NOT NULL AS was_explicit,
        (SELECT username FROM accounts WHERE id = p.approved_by) AS approved_by, (SELECT username FROM accounts WHERE id = p.revoked_by) AS revoked_by
      FROM approvals p WHERE p.account_id = $1 AND p.actor_id = k.id
      ORDER BY p.level_epoch DESC, p.revoked_at DESC NULLS FIRST LIMIT 1
    ) a ON true
    LEFT JOIN LATERAL (
      SELECT u.started_at FROM runs u
      WHERE ${STARTED_FULL} AND u.actor_id = k.id AND u.level_epoch = k.level_epoch
        AND u.started_at > coalesce((SELECT max(e.revoked_at) FROM approvals e WHERE e.account_id = $1 AND e.actor_id = k.id), '-infinity')
      ORDER BY u.started_at LIMIT 1
    ) f ON true
    LEFT JOIN level_ceilings c ON c.account_id = $1 AND c.actor_id = k.id
    LEFT JOIN level_changes l ON l.actor_id = k.id AND l.level_epoch = k.level_epoch
  ), judged AS (
    SELECT *, CASE
        WHEN "hasCeiling" THEN 'ceiling' WHEN NOT is_full THEN 'ended' WHEN "isOwn" THEN 'own-actor' WHEN "isApproved" THEN 'approved'
        WHEN "hasPriorRun" THEN 'prior-run' WHEN "skipsApproval" THEN 'skip-setting'
        WHEN "revokedAt" IS NOT NULL AND "lastEpoch" = "levelEpoch" THEN 'ended' ELSE 'waits'
      END AS why
    FROM facts WHERE is_full OR "hasCeiling" OR NOT "isOwn"
  ), standings AS (
    SELECT *, CASE why
        WHEN 'ceiling' THEN "ceilingSince" WHEN 'own-actor' THEN made_at WHEN 'approved' THEN "approvedAt" WHEN 'prior-run' THEN "firstRunAt"
        ELSE coalesce(greatest("revokedAt", "changedAt"), "lastApprovedAt", made_at)
      END AS "createdAt"
    FROM judged
  )`;

/** A page of them, the newest standing first, each with its use in the last days: one statement, however many rows. */
export async function selectApprovals(
  { account }: Approving,
  { why, after, limit }: { why: Why | undefined; after: PageKey | undefined; limit: number },
): Promise<ApprovalListRow[]> {
  const { rows } = await pool().query<ApprovalListRow>(
    `WITH RECURSIVE ${STANDINGS}, page AS (
       SELECT * FROM standings WHERE ($2::text IS NULL OR why = $2) AND ($3::timestamptz IS NULL OR ("createdAt", id) < ($3, $4::text))
       ORDER BY "createdAt" DESC, id DESC LIMIT $5
     )
     SELECT page.*, last.id AS "lastRunId", last.started_at AS "lastRunAt", last.level AS "lastRunLevel", used.uses, done.count AS "finishedRuns"
     FROM page
     LEFT JOIN LATERAL (
       SELECT u.id, u.started_at, u.level FROM runs u WHERE u.account_id = $1 AND u.actor_id = page.id ORDER BY u.started_at DESC, u.id DESC LIMIT 1
     ) last ON true
     CROSS JOIN LATERAL (
       SELECT coalesce(jsonb_agg(to_jsonb(s) ORDER BY s.count DESC, s.kind, s.asked), '[]') AS uses FROM (
         SELECT kind, asked, is_own AS "isOwn", is_refused AS "isRefused", sum(count)::bigint AS count FROM run_uses
         WHERE account_id = $1 AND actor_id = page.id AND day > current_date - ${USE_DAYS} GROUP BY kind, asked, is_own, is_refused
       ) s
     ) used
     CROSS JOIN LATERAL (
       SELECT count(*) FROM (
         SELECT 1 FROM runs u WHERE u.account_id = $1 AND u.actor_id = page.id AND u.level = 'FULL_PERMISSIONS'
           AND u.finished_at > now() - interval '${USE_DAYS} days' LIMIT ${MIN_RUNS}
       ) finished
     ) done
     ORDER BY page."createdAt" DESC, page.id DESC`,
    [account.id, why ?? null, after?.createdAt ?? null, after?.id ?? null, limit],
  );
  return rows;
}

export async function countStandings({ account }: Approving): Promise<{ why: Why; count: number }[]> {
  const { rows } = await pool().query<{ why: Why; count: number }>(
    `WITH RECURSIVE ${STANDINGS} SELECT why, count(*) AS count FROM standings GROUP BY why`,
    [account.id],
  );
  return rows;
}

/** Something of the account's own that starts an Actor. */
export interface Starter {
  kind: 'schedule' | 'webhook' | 'task';
  id: string;
  name: string;
}

const MAX_STARTERS = 100;

/** What starts an Actor in the account: enabled schedules and webhooks, and tasks. */
export async function selectStarters({ account }: Approving, actorId: string): Promise<Starter[]> {
  const { rows } = await pool().query<Starter>(
    `WITH ${STARTERS}
     SELECT s.kind, s.id, coalesce(h.title, t.title, nullif(w.description, ''), w.request_url, r.name, s.id) AS name
     FROM (
       SELECT kind, id FROM starters WHERE account_id = $2
       UNION ALL SELECT 'task', id FROM tasks_of WHERE owner_id = $2
     ) s
     JOIN resources r ON r.id = s.id LEFT JOIN schedules h ON h.id = s.id LEFT JOIN webhooks w ON w.id = s.id LEFT JOIN tasks t ON t.id = s.id
     ORDER BY s.kind, name, s.id LIMIT ${MAX_STARTERS}`,
    [actorId, account.id],
  );
  return rows;
}
