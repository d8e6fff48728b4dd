/** Every address of the Console and the API is made here, from the operator's public URLs. */
import { env } from './env.ts';

const consoleAt = (path: string) => `${env().consoleUrl}${path}`;
const apiAt = (path: string) => `${env().apiUrl}${path}`;

/** Console addresses, relative to the Console's origin. */
export const consolePath = {
  home: () => '/',
  signIn: (returnTo?: string) => `/sign-in${returnTo ? `?returnTo=${encodeURIComponent(returnTo)}` : ''}`,
  signUp: (invitation?: string) => `/sign-up${invitation ? `?invitation=${encodeURIComponent(invitation)}` : ''}`,
  datasets: () => '/storage/datasets',
  dataset: (idOrName: string) => `/storage/datasets/${encodeURIComponent(idOrName)}`,
  account: () => '/settings/account',
  security: () => '/settings/security',
  integrations: () => '/settings/integrations',
  audit: () => '/settings/audit',
  people: () => '/operator/people',
};

export const datasetConsoleUrl = (id: string) => consoleAt(consolePath.dataset(id));
export const invitationUrl = (secret: string) => consoleAt(consolePath.signUp(secret));

/** The address of a dataset's items; with a signature, one that opens without any other right. */
export function datasetItemsUrl(id: string, signature?: string): string {
  return apiAt(`/v2/datasets/${id}/items${signature ? `?signature=${encodeURIComponent(signature)}` : ''}`);
}

/**
 * The path to return to after sign-in, or null if it leads elsewhere. Only a path of this origin passes: `//host`, `/\host`, control
 * characters and the sign-in pages themselves (a loop) do not.
 */
export function safeReturnTo(text: string | null | undefined): string | null {
  if (!text?.startsWith('/') || text.length > 2_000) return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop control characters, and "/\t/host" would become "//host".
  if (/[\u0000-\u001f\\]/.test(text) || text.startsWith('//')) return null;
  const base = 'http://origin.invalid';
  const url = URL.canParse(text, base) ? new URL(text, base) : null;
  if (url?.origin !== base || url.pathname.startsWith('//')) return null;
  if (/^\/sign-(in|up)(\/|$)/.test(url.pathname)) return null;
  return url.pathname + url.search + url.hash;
}
