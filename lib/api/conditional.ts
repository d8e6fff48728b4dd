/** Conditions and ranges of HTTP. Source: RFC 9110, sections 13 and 14. */
import type { IncomingHttpHeaders } from 'node:http';
import type { ByteRange } from '../blob/store.ts';

/** `etag`: strong, in quotes. */
interface Validators {
  etag: string;
  modifiedAt: Date;
}

/** Whether whoever asks has these very bytes already. */
export function isNotModified(headers: IncomingHttpHeaders, { etag, modifiedAt }: Validators): boolean {
  const known = headers['if-none-match'];
  if (known !== undefined) return known.trim() === '*' || tagsOf(known).includes(etag);
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return !Number.isNaN(since) && wholeSeconds(modifiedAt) <= since;
}

/** Compared weakly, as reading asks for. */
const tagsOf = (list: string): string[] => list.match(/"[^"]*"/g) ?? [];

/** Headers know no milliseconds. */
const wholeSeconds = (instant: Date) => Math.floor(instant.getTime() / 1_000) * 1_000;

/**
 * The part that is asked for: null for the whole, also where a range is not of a form that must be understood, or is several; `none` where
 * the bytes do not reach so far.
 */
export function askedRange(
  headers: IncomingHttpHeaders,
  validators: Validators,
  byteCount: number,
): ByteRange | 'none' | null {
  const [, first, last] = /^bytes=[ \t]*(\d{0,15})-(\d{0,15})[ \t]*$/.exec(headers.range ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return null;
  if (!isSameVersion(headers['if-range'], validators)) return null;
  if (first === '') {
    const count = Math.min(Number(last), byteCount);
    return count === 0 ? 'none' : { start: byteCount - count, end: byteCount };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return null;
  if (start >= byteCount) return 'none';
  return { start, end: last === '' ? byteCount : Math.min(Number(last) + 1, byteCount) };
}

/** Whether a part would go with what is there already. A date says so only where it is the very one that was given out. */
function isSameVersion(condition: string | string[] | undefined, { etag, modifiedAt }: Validators): boolean {
  if (condition === undefined) return true;
  const text = String(condition).trim();
  return text === etag || Date.parse(text) === wholeSeconds(modifiedAt);
}
