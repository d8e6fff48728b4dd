import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/load.ts';
import type { Ctx } from '../context.ts';
import { ApiError, invalidInput } from '../errors.ts';
import { digestOf } from '../ids.ts';
import { signingKey } from '../signature/signing-key.ts';
import { signStorage } from '../signature/storage-link.ts';
import { datasetItemsUrl } from '../urls.ts';
import { linkCreation } from './input.ts';
import { countLiveLinks, insertLink, MAX_LINKS } from './queries.ts';

export interface CreatedLink {
  /** Shown once: only its digest is kept. */
  url: string;
  expiresAt: Date | null;
}

/**
 * Makes a signed link to a dataset's items and registers it, always signed, whatever the general access is now: a link that was copied
 * while the dataset was open must not die when it is restricted.
 * Errors: `invalid-input` (also where the account's longest lifetime is passed), `record-not-found`, `insufficient-permissions`.
 */
export async function createLink(ctx: Ctx, reference: Reference<'dataset'>, input: unknown): Promise<CreatedLink> {
  const parsed = linkCreation.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { lifetimeSecs, label } = parsed.data;

  return transaction(async (tx) => {
    const proof = await authorize(ctx, 'share', reference, tx);
    const { row } = proof;
    if (row.maxLinkLifetimeSecs !== null && (lifetimeSecs === null || lifetimeSecs > row.maxLinkLifetimeSecs)) {
      throw new ApiError('invalid-input', 'The owner of this dataset has set a shorter longest lifetime for links');
    }
    if ((await countLiveLinks(tx, proof)) >= MAX_LINKS) {
      throw new ApiError('invalid-input', `A dataset can have ${MAX_LINKS} live links; revoke one first`);
    }
    const key = signingKey(row.id, row.signingEpoch);
    let expiresAtMillis = lifetimeSecs === null ? 0 : Date.now() + lifetimeSecs * 1_000;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const signature = signStorage(key, row.id, expiresAtMillis);
      const expiresAt = expiresAtMillis === 0 ? null : new Date(expiresAtMillis);
      const createdBy = proof.account?.id ?? null;
      if (await insertLink(tx, proof, { digest: digestOf(signature), label, expiresAt, createdBy })) {
        await recordAudit(tx, ctx, {
          accountId: row.ownerId,
          event: 'link.created',
          principal: auditPrincipal(proof),
          because: proof.because,
          resource: row,
          detail: { label, expiresAt: expiresAt?.toISOString() ?? null },
        });
        return { url: datasetItemsUrl(row.id, signature), expiresAt };
      }
      // The official form has no room for an id: two links of one end are one link. A millisecond tells them apart.
      if (expiresAtMillis === 0) break;
      expiresAtMillis -= 1;
    }
    throw new ApiError(
      'invalid-input',
      'A link that never expires has been made before, and all such links of a dataset are one; choose a lifetime',
    );
  });
}

const MAX_ATTEMPTS = 100;
