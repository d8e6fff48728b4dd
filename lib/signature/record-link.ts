/**
 * Signed links to one record of a key-value store, in two forms.
 *
 * The official one is the short mac of the key alone: it names neither its store nor an end. Ours is base64url text of
 * `1.expiresAtMillis.origin.mac`; its mac covers store, key, end and origin. It is made with a key of its own, so that no holder of the
 * official key can make one, and no message of one form is a message of the other.
 * Source: @apify/utilities `hmac.ts`; contract 2; access-rules 7.
 */
import { isSame, LAST_INSTANT_MILLIS, shortHmac } from './storage-link.ts';

/** `origin`: what a link of ours came from: the id of a link made in the Console, the digest of the link to the store's keys, or empty. */
export type RecordSignature =
  | { form: 'official'; mac: string }
  | { form: 'own'; version: string; expires: string; origin: string; mac: string };

/** Signs a record in the official form: for ever, until the key changes. */
export const signRecordOfficially = (key: string, recordKey: string): string => shortHmac(key, recordKey);

/** Signs a record in our form. `expiresAtMillis`: Unix milliseconds; 0 never expires. */
export function signRecord(key: string, { storeId, recordKey, expiresAtMillis, origin }: RecordToSign): string {
  const mac = shortHmac(key, message(storeId, recordKey, String(expiresAtMillis), origin));
  return Buffer.from(`1.${expiresAtMillis}.${origin}.${mac}`).toString('base64url');
}

export interface RecordToSign {
  storeId: string;
  recordKey: string;
  expiresAtMillis: number;
  origin: string;
}

/** No part but the last can contain the character between them. */
const message = (storeId: string, recordKey: string, expires: string, origin: string) =>
  `record\n${storeId}\n${expires}\n${origin}\n${recordKey}`;

/** Reads a signature of either form; null if it is none. The two never look alike: one of ours is longer. */
export function parseRecordSignature(signature: string): RecordSignature | null {
  if (/^[0-9A-Za-z]{1,21}$/.test(signature)) return { form: 'official', mac: signature };
  const encoded = /^([A-Za-z0-9_-]{22,200})={0,2}$/.exec(signature)?.[1];
  if (!encoded) return null;
  const decoded = Buffer.from(encoded, 'base64url').toString('latin1');
  // Buffer ignores stray bits at the end; only the one text that encodes to the same letters is a signature.
  if (Buffer.from(decoded, 'latin1').toString('base64url') !== encoded) return null;
  const match = /^(1)\.(0|[1-9]\d{0,15})\.([A-Za-z0-9_-]{0,43})\.([0-9A-Za-z]{1,21})$/.exec(decoded);
  if (match?.[1] === undefined || match[2] === undefined || match[3] === undefined || match[4] === undefined)
    return null;
  return { form: 'own', version: match[1], expires: match[2], origin: match[3], mac: match[4] };
}

/** One spelling for one signature. */
export const canonicalRecordSignature = (signature: RecordSignature): string =>
  signature.form === 'official'
    ? signature.mac
    : Buffer.from(`${signature.version}.${signature.expires}.${signature.origin}.${signature.mac}`).toString(
        'base64url',
      );

/**
 * Verifies a link to a record. `keys`: the store's official key and ours; `nowMillis`: Unix milliseconds.
 * `expiresAtMillis` is null for one that never expires.
 */
export function verifyRecord(
  keys: { official: string; own: string },
  record: { storeId: string; recordKey: string },
  signature: RecordSignature,
  nowMillis: number,
): { state: 'valid' | 'expired'; expiresAtMillis: number | null } | { state: 'forged' } {
  const { storeId, recordKey } = record;
  if (signature.form === 'official') {
    // The mac of such a key would be that of a link to the whole store: whoever holds the one could cut the other out of it.
    if (isLikeStorageMessage(recordKey)) return { state: 'forged' };
    const isOurs = isSame(signRecordOfficially(keys.official, recordKey), signature.mac);
    return isOurs ? { state: 'valid', expiresAtMillis: null } : { state: 'forged' };
  }
  const mac = shortHmac(keys.own, message(storeId, recordKey, signature.expires, signature.origin));
  if (!isSame(mac, signature.mac)) return { state: 'forged' };
  const expiresAtMillis = Number(signature.expires);
  if (expiresAtMillis > LAST_INSTANT_MILLIS) return { state: 'forged' };
  if (expiresAtMillis === 0) return { state: 'valid', expiresAtMillis: null };
  return { state: nowMillis > expiresAtMillis ? 'expired' : 'valid', expiresAtMillis };
}

/** Whether a record's key is what a link to a whole storage signs: `version.expires.id`. Such keys are never signed officially. */
export const isLikeStorageMessage = (recordKey: string): boolean => /^\d+\.\d+\.[A-Za-z0-9]{17}$/.test(recordKey);
