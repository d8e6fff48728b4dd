/** The key that signs a storage's links. */
import { createHmac } from 'node:crypto';
import { secretKey } from '../env.ts';

/**
 * A storage's signing key: 43 characters, which official clients read as `urlSigningSecretKey` and sign with.
 * `epoch` grows when the owner ends all links of the storage at once.
 *
 * Derived from the instance's root secret, so that the database holds no key at all: a copy of the database signs nothing.
 */
export function signingKey(resourceId: string, epoch: number): string {
  return createHmac('sha256', secretKey()).update(`storage-link:${resourceId}:${epoch}`).digest('base64url');
}
