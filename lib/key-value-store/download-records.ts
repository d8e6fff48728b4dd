import { makeZip } from 'client-zip';
import { type Authorized, authorize, reauthorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import { readBlob } from '../blob/read.ts';
import type { Ctx } from '../context.ts';
import type { RecordsFilter } from './input.ts';
import { type KeyRange, keyRange } from './key-range.ts';
import { type RecordContent, selectContents } from './queries.ts';
import { whileAllowed } from './while-allowed.ts';

/** All records as one file. */
export interface RecordsArchive {
  /** Without what makes a file name of it. */
  name: string;
  bytes: AsyncIterable<Uint8Array>;
}

/**
 * Writes a store's records into a ZIP file, as it is read. The right to read is asked for again every half second meanwhile.
 * Errors: `record-not-found`, `insufficient-permissions`, `invalid-collection`.
 */
export async function downloadRecords(
  ctx: Ctx,
  reference: Reference<'key-value-store'>,
  filter: RecordsFilter,
): Promise<RecordsArchive> {
  const asked: Reference<'key-value-store'> = { ...reference, content: { kind: 'whole' } };
  const proof = await authorize(ctx, 'read', asked);
  const files = archivedFiles(proof, keyRange(proof.row.schema, filter));
  const bytes = whileAllowed(makeZip(files), () => reauthorize(ctx, 'read', asked));
  return { name: proof.row.name ?? proof.row.id, bytes };
}

const PAGE_RECORDS = 100;

async function* archivedFiles(proof: Authorized<'key-value-store', 'read'>, range: KeyRange) {
  for (let after: string | null = null; ; ) {
    const page: RecordContent[] = await selectContents(proof, range, { after, limit: PAGE_RECORDS });
    for (const { key, modifiedAt, byteCount, data, blobId } of page) {
      const input = data ?? readBlob(blobId ?? '', { start: 0, end: byteCount });
      yield { name: fileName(key), lastModified: modifiedAt, size: byteCount, input };
    }
    after = page.at(-1)?.key ?? null;
    if (page.length < PAGE_RECORDS) return;
  }
}

/** Two keys would lead out of the folder that the file is unpacked in. */
const fileName = (key: string) => (key === '.' || key === '..' ? key.replaceAll('.', '%2E') : key);
