import { authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import type { KeysPage } from './input.ts';
import { keyRange } from './key-range.ts';
import { selectRecords } from './queries.ts';
import { recordUrls } from './record-links.ts';

/** A page of keys as the API shows it. Source: contract 6; both keys are always there, since clients look for null. */
export interface KeysView {
  items: { key: string; size: number; recordPublicUrl: string }[];
  count: number;
  limit: number;
  exclusiveStartKey: string | null;
  isTruncated: boolean;
  nextExclusiveStartKey: string | null;
}

/**
 * Lists keys in the order of their UTF-8 bytes.
 * Errors: `record-not-found`, `insufficient-permissions`, `invalid-collection`.
 */
export async function listKeys(ctx: Ctx, reference: Reference<'key-value-store'>, page: KeysPage): Promise<KeysView> {
  const proof = await authorize(ctx, 'read', { ...reference, content: { kind: 'whole' } });
  const { limit, exclusiveStartKey = null } = page;
  const range = keyRange(proof.row.schema, page);
  const found = await selectRecords(proof, range, { after: exclusiveStartKey, limit: limit + 1 });
  const listed = found.slice(0, limit);
  const isTruncated = found.length > limit;
  const urls = await recordUrls(
    proof,
    listed.map(({ key }) => key),
  );
  return {
    items: listed.map(({ key, byteCount }, index) => ({ key, size: byteCount, recordPublicUrl: urls[index] ?? '' })),
    count: listed.length,
    limit,
    exclusiveStartKey,
    isTruncated,
    nextExclusiveStartKey: isTruncated ? (listed.at(-1)?.key ?? null) : null,
  };
}
