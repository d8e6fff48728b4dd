import { type Transaction, transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { type Authorized, authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { ApiError, invalidInput } from '../errors.ts';
import { createId, digestOf } from '../ids.ts';
import { signRecord } from '../signature/record-link.ts';
import { recordSigningKey, signingKey } from '../signature/signing-key.ts';
import { signStorage } from '../signature/storage-link.ts';
import { recordUrl, storageContentUrl } from '../urls.ts';
import { STORAGE_WORDS, type StorageKind } from '../vocabulary.ts';
import { recordDetail } from './detail.ts';
import { linkCreation } from './input.ts';
import { countLiveLinks, insertLink, lockOwner, MAX_LINKS } from './queries.ts';

export interface CreatedLink {
  /** Shown once: only its digest is kept. */
  url: string;
  expiresAt: Date | null;
}

/**
 * Makes a signed link to a storage's content, or to one record of a key-value store, and registers it. It is always signed, whatever the
 * general access is now: a link that was copied while the storage was open must not die when it is restricted.
 * Errors: `invalid-input` (also where the account's longest lifetime is passed), `record-not-found`, `insufficient-permissions`.
 */
export async function createLink(ctx: Ctx, reference: Reference<StorageKind>, input: unknown): Promise<CreatedLink> {
  const parsed = linkCreation.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { lifetimeSecs, label, recordKey } = parsed.data;
  if (recordKey !== null && reference.kind !== 'key-value-store') {
    throw new ApiError('invalid-input', 'Only key-value stores have records to link to');
  }

  return transaction(async (tx) => {
    const { row: asked } = await authorize(ctx, 'share', reference, tx);
    // All links of the owner may be ended at this moment: what signs is read once that cannot come between.
    await lockOwner(tx, asked.ownerId);
    const proof = await authorize(ctx, 'share', { ...reference, address: { by: 'id', id: asked.id } }, tx);
    const { row } = proof;
    const what = STORAGE_WORDS[row.kind];
    if (row.maxLinkLifetimeSecs !== null && (lifetimeSecs === null || lifetimeSecs > row.maxLinkLifetimeSecs)) {
      throw new ApiError('invalid-input', `The owner of this ${what} has set a shorter longest lifetime for links`);
    }
    if ((await countLiveLinks(tx, proof)) >= MAX_LINKS) {
      throw new ApiError('invalid-input', `A ${what} can have ${MAX_LINKS} live links; revoke one first`);
    }
    const wanted = { label, expiresAtMillis: lifetimeSecs === null ? 0 : Date.now() + lifetimeSecs * 1_000 };
    const made =
      recordKey === null
        ? await makeStorageLink(tx, proof, wanted)
        : await makeRecordLink(tx, proof, { ...wanted, recordKey });
    await recordAudit(tx, ctx, {
      accountId: row.ownerId,
      event: 'link.created',
      principal: auditPrincipal(proof),
      because: proof.because,
      resource: row,
      detail: { label, ...recordDetail({ recordKey }), expiresAt: made.expiresAt?.toISOString() ?? null },
    });
    return made;
  });
}

type Sharing = Authorized<StorageKind, 'share'>;
const instantOf = (millis: number) => (millis === 0 ? null : new Date(millis));

/** In the official form, which has no room for an id: two links of one end are one link. A millisecond tells them apart. */
async function makeStorageLink(
  tx: Transaction,
  proof: Sharing,
  { label, expiresAtMillis }: { label: string; expiresAtMillis: number },
): Promise<CreatedLink> {
  const { row } = proof;
  const key = signingKey(row.id, row.signingEpoch);
  const createdBy = proof.account?.id ?? null;
  const attempts = expiresAtMillis === 0 ? 1 : MAX_ATTEMPTS;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const endMillis = expiresAtMillis - attempt;
    const signature = signStorage(key, row.id, endMillis);
    const expiresAt = instantOf(endMillis);
    const link = { id: createId(), digest: digestOf(signature), recordKey: null, label, expiresAt, createdBy };
    if (await insertLink(tx, proof, link)) {
      return { url: storageContentUrl(row.kind, row.id, signature), expiresAt };
    }
  }
  throw new ApiError(
    'invalid-input',
    'A link that never expires has been made before, and all such links of a storage are one; choose a lifetime',
  );
}

const MAX_ATTEMPTS = 100;

/** In our own form, which carries the link's id: each is a link of its own. */
async function makeRecordLink(
  tx: Transaction,
  proof: Sharing,
  { label, expiresAtMillis, recordKey }: { label: string; expiresAtMillis: number; recordKey: string },
): Promise<CreatedLink> {
  const { row } = proof;
  const id = createId();
  const record = { storeId: row.id, recordKey, expiresAtMillis, origin: id };
  const signature = signRecord(recordSigningKey(row.id, row.signingEpoch), record);
  const expiresAt = instantOf(expiresAtMillis);
  const createdBy = proof.account?.id ?? null;
  await insertLink(tx, proof, { id, digest: digestOf(signature), recordKey, label, expiresAt, createdBy });
  return { url: recordUrl(row.id, recordKey, signature), expiresAt };
}
