/** Statements on versions of Actors. They take a proof and decide nothing. */
import { and, eq, getTableColumns, notInArray, sql } from 'drizzle-orm';
import { db } from '../../db/client.ts';
import { actors, actorVersions } from '../../db/schema/actor.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized } from '../authorization/authorize.ts';

export type { EnvVar, SourceFile } from '../../db/schema/actor.ts';

export type VersionRow = typeof actorVersions.$inferSelect;
export type VersionValues = Omit<VersionRow, 'actorId' | 'createdAt' | 'modifiedAt'>;

/** An Actor is read with all of them. */
export const MAX_VERSIONS = 50;

/** In the order of their numbers: 0.9 comes before 0.10. */
const byNumber = sql`string_to_array(${actorVersions.versionNumber}, '.')::int[]`;

export async function selectVersions(
  proof: Authorized<'actor', 'read'>,
  { withSource }: { withSource: boolean },
  tx?: Transaction,
): Promise<VersionRow[]> {
  // What is not shown need not be read: sources may be megabytes.
  const { sourceFiles, ...others } = getTableColumns(actorVersions);
  return (tx?.db ?? db())
    .select({ ...others, sourceFiles: withSource ? sourceFiles : sql<null>`NULL` })
    .from(actorVersions)
    .where(eq(actorVersions.actorId, proof.row.id))
    .orderBy(byNumber);
}

export async function selectVersion(
  proof: Authorized<'actor', 'read'>,
  number: string,
  tx?: Transaction,
): Promise<VersionRow | null> {
  const [row] = await (tx?.db ?? db()).select().from(actorVersions).where(isVersion(proof, number));
  return row ?? null;
}

/** Inserts a version, or gives the one of its number new values. */
export async function saveVersion(
  tx: Transaction,
  proof: Authorized<'actor', 'write'>,
  values: VersionValues,
): Promise<void> {
  const { versionNumber: _number, ...changes } = values;
  await tx.db
    .insert(actorVersions)
    .values({ actorId: proof.row.id, ...values })
    .onConflictDoUpdate({
      target: [actorVersions.actorId, actorVersions.versionNumber],
      set: { ...changes, modifiedAt: sql`now()` },
    });
  await touchActor(tx, proof);
}

/** Removes a version; builds that were made of it stay. */
export async function deleteVersion(
  tx: Transaction,
  proof: Authorized<'actor', 'write'>,
  number: string,
): Promise<void> {
  await tx.db.delete(actorVersions).where(isVersion(proof, number));
  await touchActor(tx, proof);
}

/** Removes versions but those of these numbers. */
export async function deleteOtherVersions(
  tx: Transaction,
  proof: Authorized<'actor', 'write'>,
  numbers: readonly string[],
): Promise<void> {
  await tx.db
    .delete(actorVersions)
    .where(and(eq(actorVersions.actorId, proof.row.id), notInArray(actorVersions.versionNumber, [...numbers])));
}

const isVersion = (proof: Authorized<'actor', 'read'>, number: string) =>
  and(eq(actorVersions.actorId, proof.row.id), eq(actorVersions.versionNumber, number));

const touchActor = (tx: Transaction, proof: Authorized<'actor', 'write'>) =>
  tx.db.update(actors).set({ modifiedAt: new Date() }).where(eq(actors.id, proof.row.id));
