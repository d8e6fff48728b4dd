/** Statements on builds. They take a proof and decide nothing; those of workers are in `lib/build-work`. */
import { pool } from '../../db/client.ts';
import { builds } from '../../db/schema/actor.ts';
import { resources } from '../../db/schema/resource.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { VersionRow } from '../actor-version/queries.ts';
import type { Authorized, Listing } from '../authorization/authorize.ts';
import { listedPage, listedTotal } from '../authorization/listing.ts';
import { ApiError } from '../errors.ts';
import { createId } from '../ids.ts';
import type { JobOrigin, JobStatus, SourceType } from '../vocabulary.ts';

/** The largest that clients read. Source: the official description, `buildNumber`. */
const MAX_BUILD_NUMBER = 99_999;

/** Gives the next build of a version its number; no two get the same. Errors: `invalid-request` where there are no more. */
export async function takeBuildNumber(
  tx: Transaction,
  { row }: Authorized<'actor', 'build'>,
  version: string,
): Promise<string> {
  const { rows } = await tx.client.query<{ number: number }>(
    `UPDATE actors SET total_builds = total_builds + 1,
       last_build_numbers = last_build_numbers || jsonb_build_object($2::text, coalesce((last_build_numbers->>$2)::int, 0) + 1)
     WHERE id = $1 RETURNING (last_build_numbers->>$2)::int AS number`,
    [row.id, version],
  );
  const number = rows[0]?.number ?? 0;
  if (number > MAX_BUILD_NUMBER) {
    throw new ApiError(
      'invalid-request',
      `Version ${version} has had ${MAX_BUILD_NUMBER} builds; make another version`,
    );
  }
  return `${version}.${number}`;
}

export interface NewBuild {
  buildNumber: string;
  tag: string;
  usesCache: boolean;
  origin: JobOrigin;
  clientIp: string | null;
  userAgent: string | null;
  timeoutSecs: number;
  memoryMbytes: number;
}

/** Inserts a build that is to be made; it belongs to the owner of the Actor, whoever asked for it. */
export async function insertBuild(
  tx: Transaction,
  { row, account, principal }: Authorized<'actor', 'build'>,
  version: VersionRow,
  build: NewBuild,
): Promise<string> {
  const id = createId();
  await tx.db.insert(resources).values({
    ...{ id, kind: 'build', ownerId: row.ownerId },
    ...(principal.kind === 'token' && { createdByTokenId: principal.tokenId }),
    ...(principal.kind === 'run' && {
      createdByRunId: principal.runId,
      createdByActorId: principal.actorId,
      createdByLevel: principal.level,
    }),
  });
  await tx.db.insert(builds).values({
    ...{ id, actorId: row.id, startedBy: account?.id ?? null, versionNumber: version.versionNumber },
    ...build,
    envVars: version.envVars,
  });
  return id;
}

export interface BuildRow {
  id: string;
  actorId: string;
  ownerId: string;
  versionNumber: string;
  buildNumber: string;
  tag: string | null;
  usesCache: boolean;
  status: JobStatus;
  statusMessage: string | null;
  startedAt: Date;
  finishedAt: Date | null;
  origin: JobOrigin;
  clientIp: string | null;
  userAgent: string | null;
  exitCode: number | null;
  memoryMbytes: number;
  timeoutSecs: number;
  actorDefinition: Record<string, unknown> | null;
  inputSchema: Record<string, unknown> | null;
  readme: string | null;
  changelog: string | null;
  engine: string | null;
  productBytes: number | null;
  /** Of the version as it is now; null where it is gone. */
  sourceType: SourceType | null;
}

const SHORT_COLUMNS = `b.id, b.actor_id AS "actorId", r.owner_id AS "ownerId", b.version_number AS "versionNumber", b.build_number AS "buildNumber",
  b.tag, b.uses_cache AS "usesCache", b.status, b.status_message AS "statusMessage", b.started_at AS "startedAt", b.finished_at AS "finishedAt",
  b.origin, b.client_ip AS "clientIp", b.user_agent AS "userAgent", b.exit_code AS "exitCode", b.memory_mbytes AS "memoryMbytes",
  b.timeout_secs AS "timeoutSecs", b.engine, b.product_bytes AS "productBytes"`;

export type BuildShortRow = Omit<BuildRow, 'actorDefinition' | 'inputSchema' | 'readme' | 'changelog' | 'sourceType'>;

/** Of a build `b` with its resource `r`. */
export const BUILD_COLUMNS = `${SHORT_COLUMNS}, b.actor_definition AS "actorDefinition", b.input_schema AS "inputSchema", b.readme, b.changelog,
  (SELECT v.source_type FROM actor_versions v WHERE v.actor_id = b.actor_id AND v.version_number = b.version_number) AS "sourceType"`;

/** A build by its id; of those who may see its Actor, only one of that Actor, and by its number too. */
export async function selectBuild(
  proof: Authorized<'build', 'read'> | Authorized<'actor', 'read'>,
  id: string,
): Promise<BuildRow | null> {
  const { kind, id: provenId } = proof.row;
  const condition =
    kind === 'actor' ? '(b.id = $1 OR b.build_number = $1) AND b.actor_id = $2' : 'b.id = $1 AND b.id = $2';
  const { rows } = await pool().query<BuildRow>(
    `SELECT ${BUILD_COLUMNS} FROM builds b JOIN resources r ON r.id = b.id WHERE ${condition}`,
    [id, provenId],
  );
  return rows[0] ?? null;
}

/** The id of the successful build that a tag or a number of an Actor means. A tag goes before a number. */
export async function findTaggedBuild(
  { row }: Authorized<'actor', 'read'>,
  tagOrNumber: string | null,
): Promise<string | null> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT b.id FROM actors c JOIN builds b ON b.actor_id = c.id
     LEFT JOIN actor_tags t ON t.actor_id = c.id AND t.tag = coalesce($2, c.default_run_options->>'build')
     WHERE c.id = $1 AND b.status = 'SUCCEEDED'
       AND (b.id = t.build_id OR b.build_number = coalesce($2, c.default_run_options->>'build'))
     ORDER BY (b.id = t.build_id) IS TRUE DESC LIMIT 1`,
    [row.id, tagOrNumber],
  );
  return rows[0]?.id ?? null;
}

interface Page {
  offset: number;
  limit: number;
  desc: boolean;
}

/** A page of the builds of one Actor, by their start. */
export async function selectBuildsOfActor(
  { row }: Authorized<'actor', 'read'>,
  { offset, limit, desc }: Page,
): Promise<{ rows: BuildShortRow[]; total: number }> {
  const direction = desc ? 'DESC' : 'ASC';
  const [{ rows }, total] = await Promise.all([
    pool().query<BuildShortRow>(
      `SELECT ${SHORT_COLUMNS} FROM builds b JOIN resources r ON r.id = b.id WHERE b.actor_id = $1
       ORDER BY b.started_at ${direction}, b.id ${direction} LIMIT $2 OFFSET $3`,
      [row.id, limit, offset],
    ),
    pool().query<{ total: number }>('SELECT count(*) AS total FROM builds WHERE actor_id = $1', [row.id]),
  ]);
  return { rows, total: total.rows[0]?.total ?? 0 };
}

/** A page of the builds of the account, by their start. */
export async function selectBuilds(
  listing: Listing<'build'>,
  page: Page,
): Promise<{ rows: BuildShortRow[]; total: number }> {
  const filter = { onlyNamed: false };
  const listed = listedPage(listing, filter, page);
  const count = listedTotal(listing, filter);
  const direction = page.desc ? 'DESC' : 'ASC';
  const [{ rows }, total] = await Promise.all([
    pool().query<BuildShortRow>(
      `SELECT ${SHORT_COLUMNS} FROM (${listed.text}) AS page JOIN resources r ON r.id = page.id JOIN builds b ON b.id = r.id
       ORDER BY page.created_at ${direction}, page.id ${direction}`,
      listed.values,
    ),
    pool().query<{ total: number }>(count.text, count.values),
  ]);
  return { rows, total: total.rows[0]?.total ?? 0 };
}

/** Asks for the end of a build: one that nobody works on yet ends at once. Nothing happens to one that has ended. */
export async function requestAbort(tx: Transaction, { row }: Authorized<'build', 'write'>): Promise<void> {
  await tx.client.query(
    `UPDATE builds SET abort_requested_at = coalesce(abort_requested_at, now()),
       status = CASE status WHEN 'READY' THEN 'ABORTED' WHEN 'RUNNING' THEN 'ABORTING' ELSE status END,
       finished_at = CASE status WHEN 'READY' THEN now() END
     WHERE id = $1 AND finished_at IS NULL`,
    [row.id],
  );
  await tx.client.query(`SELECT pg_notify('gatehouse_build_state', $1)`, [row.id]);
}

/** Removes a build and what came of it. Tags that mean it go too. */
export async function deleteBuild(tx: Transaction, { row }: Authorized<'build', 'write'>): Promise<void> {
  await tx.client.query(
    `UPDATE blobs SET state = 'REMOVED', touched_at = now()
     WHERE state = 'KEPT' AND id = (SELECT blob_id FROM builds WHERE id = $1)`,
    [row.id],
  );
  await tx.client.query('DELETE FROM resources WHERE id = $1', [row.id]);
}
