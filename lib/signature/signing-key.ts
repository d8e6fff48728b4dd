/**
 * The keys that sign a storage's links.
 *
 * They are derived from the instance's root secret, so that the database holds no key at all: a copy of the database signs nothing.
 * `epoch` grows when the owner ends all links of the storage at once.
 */
import { createHmac } from 'node:crypto';
import { secretKey } from '../env.ts';

/** The key that official clients read as `urlSigningSecretKey` and sign with: 43 characters. */
export const signingKey = (resourceId: string, epoch: number): string => derive('storage-link', resourceId, epoch);

/** The key of links to records in our own form, which is never handed out. */
export const recordSigningKey = (resourceId: string, epoch: number): string => derive('record-link', resourceId, epoch);

const derive = (purpose: string, resourceId: string, epoch: number) =>
  createHmac('sha256', secretKey()).update(`${purpose}:${resourceId}:${epoch}`).digest('base64url');
