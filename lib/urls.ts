/** Absolute addresses, made from the operator's public URLs and nowhere else. */
import { env } from './env.ts';
import { consolePath } from './paths.ts';
import { STORAGE_COLLECTIONS, type StorageKind } from './vocabulary.ts';

/** The address of a page of the Console. `path`: as `consolePath` makes it. */
export const consoleUrl = (path: string) => `${env().consoleUrl}${path}`;

export const storageConsoleUrl = (kind: StorageKind, id: string) => consoleUrl(consolePath.storage(kind, id));
export const invitationUrl = (secret: string) => consoleUrl(consolePath.signUp(secret));

export const runConsoleUrl = (id: string) => consoleUrl(consolePath.run(id));
export const taskConsoleUrl = (id: string) => consoleUrl(consolePath.task(id));
export const actorConsoleUrl = (id: string) => consoleUrl(consolePath.actor(id));
export const scheduleConsoleUrl = (id: string) => consoleUrl(consolePath.schedule(id));
/** Where a person can approve an Actor; the address only opens the question. Source: contract 4.1. */
export const approvalUrl = (actorId: string) => consoleUrl(consolePath.actor(actorId, { approvePermissions: 'true' }));

/** What a link to a whole storage opens. */
const CONTENT = { dataset: 'items', 'key-value-store': 'keys', 'request-queue': 'requests' } as const;

/** The address of a storage's content; with a signature, one that opens without any other right. */
export const storageContentUrl = (kind: StorageKind, id: string, signature: string | null = null): string =>
  signed(`/v2/${STORAGE_COLLECTIONS[kind]}/${id}/${CONTENT[kind]}`, signature);

/** The address of all records of a store as one ZIP file. */
export const recordsUrl = (storeId: string, signature: string | null = null): string =>
  signed(`/v2/key-value-stores/${storeId}/records`, signature);

/** The address of one record: on the origin for stored content, where there is one. */
export const recordUrl = (storeId: string, key: string, signature: string | null = null): string =>
  signed(recordPath(storeId, key), signature, env().contentUrl);

export const recordPath = (storeId: string, key: string) =>
  `/v2/key-value-stores/${storeId}/records/${encodeURIComponent(key)}`;

const signed = (path: string, signature: string | null, origin = env().apiUrl): string =>
  `${origin}${path}${signature === null ? '' : `?signature=${encodeURIComponent(signature)}`}`;
