/** What tells requests of a queue apart. */
import { createHash } from 'node:crypto';

const ID_CHARS = 15;

/**
 * The id of the request with this unique key. Clients compute it too, and find what they remember of a request by it.
 * Source: @crawlee/core `getRequestId`.
 */
export const requestIdOf = (uniqueKey: string): string =>
  createHash('sha256').update(uniqueKey).digest('base64').replace(/[+/=]/g, '').slice(0, ID_CHARS);

/**
 * The unique key of a request that was sent without one: its URL without fragment, trailing slash and tracking parameters, the others in
 * order. What is no URL stands for itself.
 * Source: @apify/utilities `normalizeUrl`.
 */
export function uniqueKeyOf(url: string): string {
  const trimmed = url.trim();
  if (!URL.canParse(trimmed)) return url;
  const { protocol, host, pathname, searchParams } = new URL(trimmed);
  for (const name of [...searchParams.keys()]) if (name.startsWith('utm_')) searchParams.delete(name);
  searchParams.sort();
  const query = searchParams.toString();
  return `${protocol}//${host}${pathname.replace(/\/$/, '')}${query && `?${query}`}`;
}
