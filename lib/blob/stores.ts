/** Which store new blobs go to, and which has the old ones: the setting may have changed since. */
import { env } from '../env.ts';
import { databaseBlobs } from './database.ts';
import type { BlobLocation, BlobStore } from './store.ts';

const STORES: Record<BlobLocation, () => Promise<BlobStore>> = {
  DATABASE: async () => databaseBlobs,
  // Loaded only where it is used: it is large.
  S3: async () => (await import('./s3.ts')).s3Blobs,
};

export const storeAt = (location: BlobLocation): Promise<BlobStore> => STORES[location]();

export const storeForNew = (): Promise<BlobStore> => storeAt(env().s3 ? 'S3' : 'DATABASE');

/** Those that can be reached with the present settings. */
export const reachableLocations = (): BlobLocation[] => (env().s3 ? ['DATABASE', 'S3'] : ['DATABASE']);
