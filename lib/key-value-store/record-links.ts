/** The addresses of records that come with a list of keys. */
import type { Authorized } from '../authorization/authorize.ts';
import { digestOf } from '../ids.ts';
import { originOf } from '../signature/link.ts';
import { isLikeStorageMessage, signRecord, signRecordOfficially } from '../signature/record-link.ts';
import { recordSigningKey, signingKey } from '../signature/signing-key.ts';
import { maySign, publicLinkEndMillis } from '../storage/base-view.ts';
import { recordUrl } from '../urls.ts';
import { selectRevoked } from './queries.ts';

type Reading = Authorized<'key-value-store', 'read'>;

/**
 * Gives the address of each record, in the order of `keys`; what it opens never goes beyond what its reader may hand on.
 *
 * - Who may sign holds the signing key anyway: signed for ever in the official form, as official clients expect it. In our form, and with
 *   an end, where the owner allows no such link, where that very link has been revoked, and where the key is like a signed text.
 * - Who came by a link to the keys: in our form, with the end of that link, and dying with it.
 * - Who else may read has no right to share: unsigned.
 */
export async function recordUrls(proof: Reading, keys: readonly string[]): Promise<string[]> {
  const { row, link } = proof;
  if (maySign(proof)) return writersUrls(proof, keys);
  if (!link) return keys.map((key) => recordUrl(row.id, key));
  const own = ownSigner(proof, link.expiresAt?.getTime() ?? 0, originOf(link));
  return keys.map((key) => recordUrl(row.id, key, own(key)));
}

async function writersUrls(proof: Reading, keys: readonly string[]): Promise<string[]> {
  const { row } = proof;
  const own = ownSigner(proof, publicLinkEndMillis(row), '');
  if (row.maxLinkLifetimeSecs !== null) return keys.map((key) => recordUrl(row.id, key, own(key)));
  const officialKey = signingKey(row.id, row.signingEpoch);
  const signatures = keys.map((key) => signRecordOfficially(officialKey, key));
  const revoked = row.revokedLinkCount === 0 ? [] : await selectRevoked(proof, signatures.map(digestOf));
  const isRevoked = (signature: string) => revoked.some((digest) => digest.equals(digestOf(signature)));
  return keys.map((key, index) => {
    const official = signatures[index] ?? '';
    return recordUrl(row.id, key, isLikeStorageMessage(key) || isRevoked(official) ? own(key) : official);
  });
}

const ownSigner = ({ row }: Reading, expiresAtMillis: number, origin: string) => {
  const signer = recordSigningKey(row.id, row.signingEpoch);
  return (recordKey: string) => signRecord(signer, { storeId: row.id, recordKey, expiresAtMillis, origin });
};
