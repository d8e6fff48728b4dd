/**
 * Signed links in the official form, which official clients make and check by themselves.
 *
 * The signature is base64url text of `version.expiresAtMillis.mac`, the mac covering `version.expiresAtMillis.resourceId` under the
 * storage's signing key. Nothing else of the address is covered: a link to a dataset's items opens all of its items.
 * Source: @apify/utilities `storages.ts` and `hmac.ts`; contract 2.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const BASE62 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The first 120 bits of HMAC-SHA256, in base 62 without padding. */
export function shortHmac(key: string, message: string): string {
  const hex = createHmac('sha256', key).update(message).digest('hex').slice(0, 30);
  let rest = BigInt(`0x${hex}`);
  let text = '';
  do {
    text = BASE62[Number(rest % 62n)] + text;
    rest /= 62n;
  } while (rest > 0n);
  return text;
}

/** Signs a storage. `expiresAtMillis`: Unix milliseconds; 0 never expires. */
export function signStorage(key: string, resourceId: string, expiresAtMillis: number): string {
  const mac = shortHmac(key, `0.${expiresAtMillis}.${resourceId}`);
  return Buffer.from(`0.${expiresAtMillis}.${mac}`).toString('base64url');
}

/**
 * Verifies a storage link. `signature`: as received, with or without `=` padding; `nowMillis`: Unix milliseconds.
 * Never throws, since the text comes from a stranger. `expiresAtMillis` is null for one that never expires.
 */
export function verifyStorage(
  key: string,
  resourceId: string,
  signature: string,
  nowMillis: number,
): { state: 'valid' | 'expired'; expiresAtMillis: number | null } | { state: 'forged' } {
  const parts = parseSignature(signature);
  if (!parts) return { state: 'forged' };
  if (!isSame(shortHmac(key, `${parts.version}.${parts.expires}.${resourceId}`), parts.mac)) return { state: 'forged' };
  const expiresAtMillis = Number(parts.expires);
  // Past the year 9999 an instant has no place in the list of links, and what cannot be listed could not be revoked.
  if (expiresAtMillis > LAST_INSTANT_MILLIS) return { state: 'forged' };
  if (expiresAtMillis === 0) return { state: 'valid', expiresAtMillis: null };
  return { state: nowMillis > expiresAtMillis ? 'expired' : 'valid', expiresAtMillis };
}

/** The end of the year 9999. */
export const LAST_INSTANT_MILLIS = 253_402_300_799_999;

/** One spelling for one signature, so that a link has one digest however its base64 was padded. Null if it is none at all. */
export function canonicalSignature(signature: string): string | null {
  const parts = parseSignature(signature);
  return parts && Buffer.from(`${parts.version}.${parts.expires}.${parts.mac}`).toString('base64url');
}

function parseSignature(signature: string) {
  const encoded = /^([A-Za-z0-9_-]{1,200})={0,2}$/.exec(signature)?.[1];
  if (!encoded) return null;
  const decoded = Buffer.from(encoded, 'base64url').toString('latin1');
  // Buffer ignores stray bits at the end; only the one text that encodes to the same letters is a signature.
  if (Buffer.from(decoded, 'latin1').toString('base64url') !== encoded) return null;
  const match = /^(0)\.(0|[1-9]\d{0,15})\.([0-9A-Za-z]{1,21})$/.exec(decoded);
  if (!match?.[1] || !match[2] || !match[3]) return null;
  return { version: match[1], expires: match[2], mac: match[3] };
}

/** Compares in a time that tells nothing of where two texts part. */
export function isSame(expected: string, received: string): boolean {
  const a = Buffer.from(expected);
  const b = Buffer.from(received);
  return a.length === b.length && timingSafeEqual(a, b);
}
