import type { Credential } from '../context.ts';
import { digestOf, isRunToken, isWebhookToken } from '../ids.ts';

/** Turns a secret that came with a request into evidence; the secret itself goes no further. */
export const tokenCredential = (token: string): Credential => ({
  kind: isRunToken(token) ? 'run' : isWebhookToken(token) ? 'webhook' : 'token',
  digest: digestOf(token),
});
export const sessionCredential = (secret: string): Credential => ({ kind: 'session', digest: digestOf(secret) });
export const NO_CREDENTIAL: Credential = { kind: 'none' };
