/** Statements on what a start depends on: the build that is to run, and the storages that the input names. */
import { pool } from '../../db/client.ts';
import type { DefaultRunOptions } from '../../db/schema/actor.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized, AuthorizedStart } from '../authorization/authorize.ts';
import type { InputSchema } from '../input-schema/schema.ts';
import type { StorageKind } from '../vocabulary.ts';

/** Whoever may start the Actor, or become it, may know which builds can run. */
export type Starting = Authorized<'actor', 'run'> | Authorized<'actor', 'metamorph'>;

export async function selectDefaultRunOptions({ row }: Starting): Promise<DefaultRunOptions | null> {
  const { rows } = await pool().query<{ options: DefaultRunOptions }>({
    name: 'select-default-run-options',
    text: 'SELECT default_run_options AS options FROM actors WHERE id = $1',
    values: [row.id],
  });
  return rows[0]?.options ?? null;
}

/** The schemas are as they were read when the build was made; null for one without. */
export interface StartBuild {
  id: string;
  buildNumber: string;
  inputSchema: InputSchema | null;
  /** Of the default dataset. */
  datasetSchema: Record<string, unknown> | null;
}

/** The build of an Actor that can run under a tag, a number or an id; null if there is none. A tag goes before a number. */
export async function selectBuild(
  { row }: Starting,
  by: { tagOrNumber: string } | { id: string },
): Promise<StartBuild | null> {
  const [condition, value] =
    'id' in by
      ? ['b.id = $2', by.id]
      : [
          `(b.build_number = $2 OR b.id = (SELECT t.build_id FROM actor_tags t WHERE t.actor_id = $1 AND t.tag = $2))`,
          by.tagOrNumber,
        ];
  const { rows } = await pool().query<StartBuild>(
    `SELECT b.id, b.build_number AS "buildNumber", b.input_schema AS "inputSchema", b.actor_definition #> '{storages,dataset}' AS "datasetSchema" FROM builds b
     WHERE b.actor_id = $1 AND b.status = 'SUCCEEDED' AND ${condition} ORDER BY b.build_number = $2 LIMIT 1`,
    [row.id, value],
  );
  return rows[0] ?? null;
}

/** Holds a build until the transaction ends; false if it has been deleted. */
export async function holdBuild(tx: Transaction, { actor }: AuthorizedStart, buildId: string): Promise<boolean> {
  const { rowCount } = await tx.client.query('SELECT 1 FROM builds WHERE id = $1 AND actor_id = $2 FOR KEY SHARE', [
    buildId,
    actor.id,
  ]);
  return rowCount === 1;
}

/** A storage as an input names it: an id, or the name of one of `username`'s, or of the account's own where that is null. */
export interface NamedStorage {
  kind: StorageKind;
  id: string;
  username: string | null;
  name: string;
}

/** The ids of storages that an input names, in the same order; null where there is none. It says nothing of rights. */
export async function selectNamedStorages(
  _proof: Starting,
  accountId: string,
  named: readonly NamedStorage[],
): Promise<(string | null)[]> {
  const { rows } = await pool().query<{ id: string | null }>(
    `SELECT coalesce(
       (SELECT r.id FROM resources r WHERE r.id = n.id AND r.kind = n.kind),
       (SELECT r.id FROM resources r
        WHERE r.owner_id = CASE WHEN n.username IS NULL THEN $1 ELSE (SELECT a.id FROM accounts a WHERE lower(a.username) = n.username) END
          AND r.kind = n.kind AND lower(r.name) = lower(n.name))
     ) AS id
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS n(kind, id, username, name, place) ORDER BY n.place`,
    [
      accountId,
      named.map(({ kind }) => kind),
      named.map(({ id }) => id),
      named.map(({ username }) => username),
      named.map(({ name }) => name),
    ],
  );
  return rows.map(({ id }) => id);
}
