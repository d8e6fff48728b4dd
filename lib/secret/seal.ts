/**
 * Seals values that the instance must be able to read again and nobody else: secret environment variables of Actors, headers of webhooks.
 *
 * AES-256-GCM under keys that are derived from the root secret, one for each kind of value, so that a copy of the database holds none of them.
 * What a value belongs to is sealed with it: moved to another Actor, another name or another webhook it does not open.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { secretKey } from '../env.ts';

/** What a value belongs to. */
export type SealedFor = { actorId: string; name: string } | { webhookId: string };

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

const sealingKey = (of: SealedFor) => {
  const what = 'webhookId' in of ? 'webhook-headers' : 'environment-variable';
  return Buffer.from(hkdfSync('sha256', secretKey(), '', `gatehouse:${what}:1`, 32));
};
const bound = (of: SealedFor) =>
  Buffer.from(`${VERSION}.${'webhookId' in of ? of.webhookId : `${of.actorId}.${of.name}`}`);

/** Gives base64url text of: one byte for the version, the nonce, the tag, the sealed bytes. */
export function seal(text: string, of: SealedFor): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(of), iv, { authTagLength: TAG_BYTES }).setAAD(bound(of));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Opens what `seal` gave. Throws where it was changed, belongs to something else, or was sealed under another root secret. */
export function unseal(sealedText: string, of: SealedFor): string {
  const bytes = Buffer.from(sealedText, 'base64url');
  if (bytes[0] !== VERSION || bytes.length < 1 + IV_BYTES + TAG_BYTES) throw new Error('This is no sealed value');
  const iv = bytes.subarray(1, 1 + IV_BYTES);
  const tag = bytes.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES);
  const cipher = createDecipheriv('aes-256-gcm', sealingKey(of), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(bound(of)).setAuthTag(tag);
  return Buffer.concat([cipher.update(bytes.subarray(1 + IV_BYTES + TAG_BYTES)), cipher.final()]).toString('utf8');
}
