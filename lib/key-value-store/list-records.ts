import { authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import type { RecordsFilter } from './input.ts';
import { keyRange } from './key-range.ts';
import { countRecords, type RecordEntry, selectRecords } from './queries.ts';

/** A page of records. `next`: the key to go on after, null at the end; `total`: all that the filter lets through. */
export interface RecordsList {
  rows: RecordEntry[];
  next: string | null;
  total: number;
}

/** Lists records in the order of their keys' bytes. Errors: `record-not-found`, `insufficient-permissions`, `invalid-collection`. */
export async function listRecords(
  ctx: Ctx,
  reference: Reference<'key-value-store'>,
  { after, limit, ...filter }: RecordsFilter & { after?: string | null | undefined; limit: number },
): Promise<RecordsList> {
  const proof = await authorize(ctx, 'read', { ...reference, content: { kind: 'whole' } });
  const range = keyRange(proof.row.schema, filter);
  const isAll = !filter.prefix && filter.collection === undefined;
  const [found, total] = await Promise.all([
    selectRecords(proof, range, { after: after ?? null, limit: limit + 1 }),
    isAll ? proof.row.recordCount : countRecords(proof, range),
  ]);
  const rows = found.slice(0, limit);
  return { rows, next: found.length > limit ? (rows.at(-1)?.key ?? null) : null, total };
}
