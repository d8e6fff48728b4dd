/** Signed links of every form, as a request brings them. */
import { digestOf } from '../ids.ts';
import { canonicalRecordSignature, parseRecordSignature, type RecordSignature, verifyRecord } from './record-link.ts';
import { recordSigningKey, signingKey } from './signing-key.ts';
import { canonicalSignature, verifyStorage } from './storage-link.ts';

/** What a signed link can open: all of a storage (a dataset's items, a store's keys, a queue's requests), or one record. */
export type SignedContent = { kind: 'whole' } | { kind: 'record'; key: string };

/**
 * A signature that reads like one of ours, not yet verified.
 * `digests`: the link's own, then that of the link that it came from, if it came from one: revoking either ends it.
 */
export interface SignedLink {
  digests: readonly [Buffer, ...Buffer[]];
  signature: string;
  record: RecordSignature | null;
}

/** Reads the signature of a link to `content`; null if it cannot be one. */
export function identifyLink(signature: string, content: SignedContent): SignedLink | null {
  if (content.kind === 'whole') {
    const canonical = canonicalSignature(signature);
    return canonical === null ? null : { digests: [digestOf(canonical)], signature: canonical, record: null };
  }
  const record = parseRecordSignature(signature);
  if (!record) return null;
  const canonical = canonicalRecordSignature(record);
  const parent = record.form === 'own' ? parentDigest(record.origin) : null;
  const own = digestOf(canonical);
  return { digests: parent ? [own, parent] : [own], signature: canonical, record };
}

/** Verifies a link. `nowMillis`: Unix milliseconds. Never throws, since the text comes from a stranger. */
export function verifyLink(
  { resourceId, epoch }: { resourceId: string; epoch: number },
  content: SignedContent,
  { signature, record }: SignedLink,
  nowMillis: number,
): { state: 'valid' | 'expired'; expiresAtMillis: number | null } | { state: 'forged' } {
  if (content.kind === 'whole') {
    return record
      ? { state: 'forged' }
      : verifyStorage(signingKey(resourceId, epoch), resourceId, signature, nowMillis);
  }
  if (!record) return { state: 'forged' };
  const keys = { official: signingKey(resourceId, epoch), own: recordSigningKey(resourceId, epoch) };
  return verifyRecord(keys, { storeId: resourceId, recordKey: content.key }, record, nowMillis);
}

/** As the origin of the links to records that come with a list of keys. */
export const originOf = (parent: { digest: Buffer }): string => parent.digest.toString('base64url');

const DIGEST_CHARS = 43;
const parentDigest = (origin: string): Buffer | null =>
  origin.length === DIGEST_CHARS ? Buffer.from(origin, 'base64url') : null;
