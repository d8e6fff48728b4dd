/** Ids, tokens and the ways a caller may name a resource. */
import { createHash, randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Random letters and digits, each equally likely. */
function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    // 248 is the largest multiple of 62 in a byte; larger values would favour the first letters.
    for (const byte of randomBytes(length * 2)) {
      if (byte < 248 && text.length < length) text += ALPHABET[byte % 62];
    }
  }
  return text;
}

/** An id of the API's form: 17 letters and digits (101 bits), so that existence is not guessable. It is never a secret. */
export const createId = () => randomText(17);

const ID = /^[a-zA-Z0-9]{17}$/;
export const isId = (text: string) => ID.test(text);

/** A new API token (214 bits). It is shown once; only its digest is stored. */
export const createToken = () => `gatehouse_api_${randomText(36)}`;

/** A new token for the program of a run (214 bits); it ends with the run. */
export const createRunToken = () => `${RUN_TOKEN_PREFIX}${randomText(36)}`;
const RUN_TOKEN_PREFIX = 'gatehouse_run_';
export const isRunToken = (token: string) => token.startsWith(RUN_TOKEN_PREFIX);

/** A new token for one call of a webhook to our own API (214 bits). */
export const createWebhookToken = () => `${WEBHOOK_TOKEN_PREFIX}${randomText(36)}`;
const WEBHOOK_TOKEN_PREFIX = 'gatehouse_webhook_';
export const isWebhookToken = (token: string) => token.startsWith(WEBHOOK_TOKEN_PREFIX);

/** A new secret for a session cookie or an invitation (256 bits); only its digest is stored. */
export const createSecret = () => randomBytes(32).toString('base64url');

/** What is stored of a secret with enough randomness of its own: SHA-256, 32 bytes. Passwords go through scrypt instead. */
export const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** How a caller named a resource. Source: contract 1.3. */
export type Address =
  | { by: 'id'; id: string }
  /** `username~name`, or `~name` for the caller's own (`username` null). */
  | { by: 'name'; username: string | null; name: string };

/** Reads an address from a path: an id, `username~name` or `~name`. A bare name is not resolved: it can only be an unknown id. */
export function parseAddress(text: string): Address {
  const tilde = text.indexOf('~');
  if (tilde < 0) return { by: 'id', id: text };
  return { by: 'name', username: text.slice(0, tilde).toLowerCase() || null, name: text.slice(tilde + 1) };
}

/** An address as it is written. */
export const addressText = (address: Address): string =>
  address.by === 'id' ? address.id : `${address.username ?? ''}~${address.name}`;
