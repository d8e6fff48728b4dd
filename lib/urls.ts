/** Absolute addresses, made from the operator's public URLs and nowhere else. */
import { env } from './env.ts';
import { consolePath } from './paths.ts';

const consoleAt = (path: string) => `${env().consoleUrl}${path}`;
const apiAt = (path: string) => `${env().apiUrl}${path}`;

export const datasetConsoleUrl = (id: string) => consoleAt(consolePath.dataset(id));
export const invitationUrl = (secret: string) => consoleAt(consolePath.signUp(secret));

/** The address of a dataset's items; with a signature, one that opens without any other right. */
export function datasetItemsUrl(id: string, signature?: string): string {
  return apiAt(`/v2/datasets/${id}/items${signature ? `?signature=${encodeURIComponent(signature)}` : ''}`);
}
