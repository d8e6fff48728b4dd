/** Statements on what the page of a run shows beside the run. They take a proof and decide nothing. */
import { pool } from '../../db/client.ts';
import type { Authorized } from '../authorization/authorize.ts';
import type { InputSchema } from '../input-schema/schema.ts';
import type { RunRow } from '../run/queries.ts';

/** How much there is in its default storages; null for one that has been deleted. */
export interface OutputCounts {
  itemCount: number | null;
  recordCount: number | null;
  requestCount: number | null;
}

export async function selectOutputCounts({ row }: Authorized<'run', 'read'>): Promise<OutputCounts> {
  const { rows } = await pool().query<OutputCounts>({
    name: 'select-output-counts',
    text: `SELECT (SELECT item_count FROM datasets WHERE id = $1) AS "itemCount",
       (SELECT record_count FROM key_value_stores WHERE id = $2) AS "recordCount",
       (SELECT total_request_count FROM request_queues_counted WHERE id = $3) AS "requestCount"`,
    values: [row.defaultDatasetId, row.defaultKeyValueStoreId, row.defaultRequestQueueId],
  });
  return rows[0] ?? { itemCount: null, recordCount: null, requestCount: null };
}

/** Of what it came. null where it has been deleted. */
export async function selectStart({
  row,
}: Authorized<'run', 'read'>): Promise<Pick<RunRow, 'cause' | 'ancestorIds'> | null> {
  const { rows } = await pool().query<Pick<RunRow, 'cause' | 'ancestorIds'>>({
    name: 'select-start-of-run',
    text: 'SELECT cause, ancestor_ids AS "ancestorIds" FROM runs WHERE id = $1',
    values: [row.id],
  });
  return rows[0] ?? null;
}

/** What the Actor of a run was called, where it has been deleted; null where it is there, or its name was not kept. */
export async function selectDeletedActorName({ row }: Authorized<'run', 'read'>): Promise<string | null> {
  const { rows } = await pool().query<{ name: string | null }>({
    name: 'select-deleted-actor-name',
    text: `SELECT actor_name AS name FROM runs u WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM actors WHERE id = u.actor_id)`,
    values: [row.id],
  });
  return rows[0]?.name ?? null;
}

/** What the input of a run had to look like; undefined where its build has been deleted, null where it had no schema. */
export async function selectInputSchema({ row }: Authorized<'run', 'read'>): Promise<InputSchema | null | undefined> {
  const { rows } = await pool().query<{ inputSchema: InputSchema | null }>({
    name: 'select-input-schema-of-run',
    text: 'SELECT input_schema AS "inputSchema" FROM builds WHERE id = $1',
    values: [row.buildId],
  });
  return rows[0]?.inputSchema;
}
