/** Statements on what the page of a run shows beside the run. They take a proof and decide nothing. */
import { pool } from '../../db/client.ts';
import type { Authorized } from '../authorization/authorize.ts';
import type { AccountPermission, Permission } from '../authorization/types.ts';
import type { InputSchema } from '../input-schema/schema.ts';
import type { ResourceKind } from '../vocabulary.ts';

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

/** What the input of a run had to look like; undefined where its build has been deleted, null where it had no schema. */
export async function selectInputSchema({ row }: Authorized<'run', 'read'>): Promise<InputSchema | null | undefined> {
  const { rows } = await pool().query<{ inputSchema: InputSchema | null }>({
    name: 'select-input-schema-of-run',
    text: 'SELECT input_schema AS "inputSchema" FROM builds WHERE id = $1',
    values: [row.buildId],
  });
  return rows[0]?.inputSchema;
}

/** Calls of one sort that a run's token made. `isOwn`: what a run with limited permissions could have done too. */
export interface RunUseRow {
  kind: ResourceKind | 'account';
  asked: Permission | AccountPermission;
  isOwn: boolean;
  isRefused: boolean;
  count: number;
}

/** `subject`: as the program named it; empty for the account. */
export interface RunRefusalRow {
  kind: ResourceKind | 'account';
  asked: Permission | AccountPermission;
  subject: string;
  count: number;
  firstAt: Date;
  lastAt: Date;
}

export async function selectRunUses({ row }: Authorized<'run', 'write'>): Promise<RunUseRow[]> {
  const { rows } = await pool().query<RunUseRow>(
    `SELECT kind, asked, is_own AS "isOwn", is_refused AS "isRefused", sum(count)::int AS count FROM run_uses
     WHERE run_id = $1 GROUP BY kind, asked, is_own, is_refused ORDER BY count DESC, kind, asked`,
    [row.id],
  );
  return rows;
}

/** The latest first. */
export async function selectRunRefusals({ row }: Authorized<'run', 'write'>): Promise<RunRefusalRow[]> {
  const { rows } = await pool().query<RunRefusalRow>(
    `SELECT kind, asked, subject, count, first_at AS "firstAt", last_at AS "lastAt" FROM run_refusals
     WHERE run_id = $1 ORDER BY last_at DESC, kind, subject, asked LIMIT 1000`,
    [row.id],
  );
  return rows;
}
