/** Statements on Actors. They take a proof and decide nothing. */
import { and, eq, sql } from 'drizzle-orm';
import { db, pool } from '../../db/client.ts';
import { actors, actorTags, builds } from '../../db/schema/actor.ts';
import { resources } from '../../db/schema/resource.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized, AuthorizedAccount } from '../authorization/authorize.ts';
import { ApiError } from '../errors.ts';
import { createId } from '../ids.ts';

export type { DefaultRunOptions } from '../../db/schema/actor.ts';

export type ActorDetails = typeof actors.$inferSelect;
type ActorValues = Partial<Omit<typeof actors.$inferInsert, 'id'>> & Pick<ActorDetails, 'defaultRunOptions'>;

/** Inserts an Actor; null if the account has one of that name already. */
export async function insertActor(
  tx: Transaction,
  { account, principal }: AuthorizedAccount<'create-actor'>,
  name: string,
  values: ActorValues,
): Promise<string | null> {
  const id = createId();
  const creator = principal.kind === 'run' && {
    createdByRunId: principal.runId,
    createdByActorId: principal.actorId,
    createdByLevel: principal.level,
  };
  const inserted = await tx.db
    .insert(resources)
    .values({
      ...{ id, kind: 'actor', ownerId: account.id, name },
      ...(principal.kind === 'token' && { createdByTokenId: principal.tokenId }),
      ...creator,
    })
    .onConflictDoNothing()
    .returning({ id: resources.id });
  if (inserted.length === 0) return null;
  await tx.db.insert(actors).values({ id, ...values });
  return id;
}

export async function selectActor(proof: Authorized<'actor', 'read'>, tx?: Transaction): Promise<ActorDetails> {
  const [row] = await (tx?.db ?? db()).select().from(actors).where(eq(actors.id, proof.row.id));
  if (!row) throw new ApiError('record-not-found', 'The Actor was not found');
  return row;
}

export interface TaggedBuild {
  tag: string;
  buildId: string;
  buildNumber: string;
  finishedAt: Date | null;
}

export async function selectTaggedBuilds(proof: Authorized<'actor', 'read'>): Promise<TaggedBuild[]> {
  return db()
    .select({
      tag: actorTags.tag,
      buildId: actorTags.buildId,
      buildNumber: builds.buildNumber,
      finishedAt: builds.finishedAt,
    })
    .from(actorTags)
    .innerJoin(builds, eq(builds.id, actorTags.buildId))
    .where(eq(actorTags.actorId, proof.row.id))
    .orderBy(actorTags.tag);
}

/**
 * Whether a plain start of the Actor (k) would find a build: one that has succeeded, under the tag or else the number of its run options. As
 * `selectBuild` of a start looks for it.
 */
export const HAS_DEFAULT_BUILD = `(
  EXISTS (
    SELECT 1 FROM actor_tags dt JOIN builds db ON db.id = dt.build_id
    WHERE dt.actor_id = k.id AND dt.tag = k.default_run_options->>'build' AND db.status = 'SUCCEEDED'
  ) OR EXISTS (
    SELECT 1 FROM builds db WHERE db.actor_id = k.id AND db.build_number = k.default_run_options->>'build' AND db.status = 'SUCCEEDED'
  ))`;

export async function selectHasDefaultBuild({ row }: Authorized<'actor', 'read'>, tx?: Transaction): Promise<boolean> {
  const { rows } = await (tx?.client ?? pool()).query<{ has: boolean }>(
    `SELECT ${HAS_DEFAULT_BUILD} AS has FROM actors k WHERE k.id = $1`,
    [row.id],
  );
  return rows[0]?.has ?? false;
}

export async function selectOwnerName({ row }: Authorized<'actor', 'read'>): Promise<string> {
  const { rows } = await pool().query<{ name: string }>('SELECT name FROM accounts WHERE id = $1', [row.ownerId]);
  return rows[0]?.name ?? '';
}

export async function saveActor(
  tx: Transaction,
  proof: Authorized<'actor', 'write'>,
  changes: Partial<Omit<ActorValues, 'isPublic'>>,
): Promise<void> {
  await tx.db
    .update(actors)
    .set({ ...changes, modifiedAt: new Date() })
    .where(eq(actors.id, proof.row.id));
}

export async function setPublic(
  tx: Transaction,
  proof: Authorized<'actor', 'share'>,
  isPublic: boolean,
): Promise<void> {
  await tx.db.update(actors).set({ isPublic, modifiedAt: new Date() }).where(eq(actors.id, proof.row.id));
}

const UNIQUE_VIOLATION = '23505';

/** Errors: `actor-name-not-unique`. */
export async function renameActor(tx: Transaction, proof: Authorized<'actor', 'write'>, name: string): Promise<void> {
  await tx.db
    .update(resources)
    .set({ name })
    .where(eq(resources.id, proof.row.id))
    .catch((error: unknown) => {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      if (cause instanceof Error && 'code' in cause && cause.code === UNIQUE_VIOLATION) throw nameNotUnique();
      throw error;
    });
}

export const nameNotUnique = () => new ApiError('actor-name-not-unique', 'Another Actor of this account has this name');

/** Makes a tag mean a build of this Actor that has succeeded; false if it has no such build. */
export async function setTag(
  tx: Transaction,
  proof: Authorized<'actor', 'write'>,
  tag: string,
  buildId: string,
): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `INSERT INTO actor_tags (actor_id, tag, build_id)
     SELECT b.actor_id, $2, b.id FROM builds b WHERE b.id = $3 AND b.actor_id = $1 AND b.status = 'SUCCEEDED'
     ON CONFLICT (actor_id, tag) DO UPDATE SET build_id = excluded.build_id`,
    [proof.row.id, tag, buildId],
  );
  return rowCount === 1;
}

export async function removeTag(tx: Transaction, proof: Authorized<'actor', 'write'>, tag: string): Promise<void> {
  await tx.db.delete(actorTags).where(and(eq(actorTags.actorId, proof.row.id), eq(actorTags.tag, tag)));
}

/** Removes the Actor with its builds and what came of them; returns how many builds there were. Runs stay. */
export async function deleteActor(tx: Transaction, { row }: Authorized<'actor', 'write'>): Promise<number> {
  await tx.client.query(
    `UPDATE blobs SET state = 'REMOVED', touched_at = now()
     WHERE state = 'KEPT' AND id IN (SELECT blob_id FROM builds WHERE actor_id = $1)`,
    [row.id],
  );
  const ofActor = tx.db.select({ id: builds.id }).from(builds).where(eq(builds.actorId, row.id));
  const deleted = await tx.db
    .delete(resources)
    .where(sql`${resources.id} IN ${ofActor}`)
    .returning({ id: resources.id });
  await tx.db.delete(resources).where(eq(resources.id, row.id));
  return deleted.length;
}
